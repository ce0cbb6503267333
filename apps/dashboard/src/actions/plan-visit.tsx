import { createWorkOrderRequestSchema, workOrderResponseSchema } from '@fettle/contracts';
import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import type { z } from 'zod';
import { asApiError } from '../http/api-error';
import { request } from '../http/request';
import { viewerZone } from '../time/calendar';
import styles from './plan-visit.module.css';

/** What a visit is planned for. */
export interface VisitSubject {
  readonly assetId: string;
  readonly assetName: string;
  readonly component: string | null;
  readonly alertId: string | null;
  /** Proposed title: what to do. */
  readonly title: string;
}

type CreateWorkOrder = z.input<typeof createWorkOrderRequestSchema>;

function useCreateWorkOrder(onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationKey: ['create-work-order'],
    mutationFn: (body: CreateWorkOrder) =>
      request(workOrderResponseSchema, '/work-orders', { method: 'POST', body }),
    onSuccess: (order) => {
      notifications.show({ message: `Planned: ${order.title}` });
      for (const kind of ['work-orders', 'fleet', 'asset'])
        void client.invalidateQueries({ queryKey: [kind] });
      onDone();
    },
  });
}

/** `2026-11-28T07:00` of tomorrow morning in this computer's zone, as an input of type datetime-local wants it. */
function tomorrowMorning(): string {
  const date = new Date(Date.now() + 86_400_000);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T07:00`;
}

/** Asks when and what, and opens a work order. */
export function PlanVisit({ subject, onClose }: { subject: VisitSubject; onClose: () => void }) {
  const [title, setTitle] = useState(subject.title);
  const [when, setWhen] = useState(tomorrowMorning);
  const [note, setNote] = useState('');
  const create = useCreateWorkOrder(onClose);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const { assetId, component, alertId } = subject;
    const plannedFor = when === '' ? null : new Date(when).toISOString();
    create.mutate({ assetId, component, alertId, title, note, plannedFor });
  };
  return (
    <Modal opened onClose={onClose} title={`Plan a visit to ${subject.assetName}`} centered>
      <form onSubmit={submit} className={styles['form']}>
        <TextInput
          label="What to do"
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          required
          maxLength={120}
        />
        <TextInput
          label={`When (${viewerZone()})`}
          type="datetime-local"
          value={when}
          onChange={(event) => setWhen(event.currentTarget.value)}
        />
        <Textarea
          label="Note for the crew"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={2000}
        />
        {create.error !== null && (
          <p role="alert" className="small">
            {asApiError(create.error).message} <code>{asApiError(create.error).code}</code>
          </p>
        )}
        <Button type="submit" loading={create.isPending && !create.isPaused} fullWidth>
          {create.isPaused ? 'Queued until the network is back' : 'Plan the visit'}
        </Button>
      </form>
    </Modal>
  );
}
