import type { Finding, WorkOrderResponse } from '@fettle/contracts';
import { Button, Drawer, Radio, Select, Textarea, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { asApiError } from '../../../http/api-error';
import { plainWords } from '../../../forecast/sentences';
import { fullTime, viewerZone } from '../../../time/calendar';
import { useReportFinding } from '../api/work-orders';
import { FINDING_WORDS } from './finding-words';
import styles from './work-orders.module.css';

interface FindingFormProps {
  readonly order: WorkOrderResponse;
  readonly failureModes: readonly { readonly id: string; readonly label: string; readonly remedy: string }[];
  readonly mayAct: boolean;
  readonly onClose: () => void;
}

function About({ order }: { order: WorkOrderResponse }) {
  return (
    <p className="soft">
      {order.assetName}, {order.siteName}
      {order.component !== null && `, ${plainWords(order.component)}`}
      {order.plannedFor !== null && (
        <>
          <br />
          Planned for {fullTime(Date.parse(order.plannedFor), order.siteTimeZone)} (on site)
        </>
      )}
      {order.note !== '' && (
        <>
          <br />
          {order.note}
        </>
      )}
    </p>
  );
}

function Found({ finding }: { finding: NonNullable<WorkOrderResponse['finding']> }) {
  return (
    <>
      <h2>{FINDING_WORDS[finding.kind].label}</h2>
      <p>
        {finding.failureMode !== null && `${plainWords(finding.failureMode)}. `}
        {finding.note}
      </p>
      <p className="small soft">
        {fullTime(Date.parse(finding.foundAt))}
        {finding.by !== null && `, ${finding.by}`}
      </p>
    </>
  );
}

/** A work order and what was found: three taps on a phone. What is said here is what the next forecast learns from. */
export function FindingForm({ order, failureModes, mayAct, onClose }: FindingFormProps) {
  const [kind, setKind] = useState<Finding>('confirmed_fault');
  const [failureMode, setFailureMode] = useState<string | null>(failureModes[0]?.id ?? null);
  const [note, setNote] = useState('');
  const [foundAt, setFoundAt] = useState('');
  const report = useReportFinding(onClose);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const at = foundAt === '' ? {} : { foundAt: new Date(foundAt).toISOString() };
    report.mutate({
      id: order.id,
      finding: { kind, failureMode: kind === 'confirmed_fault' ? failureMode : null, note, ...at },
    });
  };
  return (
    <Drawer opened onClose={onClose} position="right" size={480} title={order.title}>
      <About order={order} />
      {order.finding !== null && <Found finding={order.finding} />}
      {order.finding === null && mayAct && (
        <form className={styles['form']} onSubmit={submit}>
          <Radio.Group
            label="What did you find?"
            value={kind}
            onChange={(value) => setKind(value as Finding)}
          >
            {(Object.keys(FINDING_WORDS) as Finding[]).map((value) => (
              <Radio
                key={value}
                value={value}
                label={FINDING_WORDS[value].label}
                description={FINDING_WORDS[value].meaning}
                mt="sm"
                size="md"
              />
            ))}
          </Radio.Group>
          {kind === 'confirmed_fault' && failureModes.length > 0 && (
            <Select
              label="Which fault"
              data={failureModes.map((mode) => ({ value: mode.id, label: mode.label }))}
              value={failureMode}
              onChange={setFailureMode}
            />
          )}
          <TextInput
            label={`When seen (${viewerZone()}); empty: now`}
            type="datetime-local"
            value={foundAt}
            onChange={(event) => setFoundAt(event.currentTarget.value)}
          />
          <Textarea
            label="Note"
            autosize
            minRows={2}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {report.error !== null && (
            <p role="alert" className="small">
              {asApiError(report.error).message} <code>{asApiError(report.error).code}</code>
            </p>
          )}
          <Button type="submit" size="md" loading={report.isPending && !report.isPaused}>
            {report.isPaused ? 'Queued until the network is back' : 'Report and close'}
          </Button>
        </form>
      )}
    </Drawer>
  );
}
