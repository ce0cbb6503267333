import { changeAlertsResponseSchema, type AlertResponse, type FleetRowResponse } from '@fettle/contracts';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { asApiError } from '../http/api-error';
import { request } from '../http/request';
import { mapPages, type Pages } from '../realtime/live-cache';

type Change = 'acknowledge' | 'resolve';

export interface AlertChange {
  readonly change: Change;
  readonly ids: readonly string[];
}

function expect(client: QueryClient, { change, ids }: AlertChange): void {
  const named = new Set(ids);
  const state = change === 'acknowledge' ? 'acknowledged' : 'resolved';
  client.setQueriesData<Pages<AlertResponse>>({ queryKey: ['alerts'] }, (data) =>
    data === undefined
      ? data
      : mapPages(data, (alert) => (named.has(alert.id) ? { ...alert, state } : alert)),
  );
  client.setQueriesData<Pages<FleetRowResponse>>({ queryKey: ['fleet'] }, (data) =>
    data === undefined
      ? data
      : mapPages(data, (row) => {
          if (row.alert === null || !named.has(row.alert.id)) return row;
          return { ...row, alert: state === 'resolved' ? null : { ...row.alert, state } };
        }),
  );
}

/**
 * Acknowledges or resolves alerts. The screen shows it at once; without a network it is queued, sent in order once
 * there is one, and taken back with a message when the API refuses it.
 */
export function useChangeAlerts() {
  const client = useQueryClient();
  return useMutation({
    mutationKey: ['change-alerts'],
    scope: { id: 'change-alerts' },
    retry: (_failures, error) => asApiError(error).code === 'NETWORK.UNREACHABLE',
    retryDelay: (failures) => Math.min(2000 * 2 ** failures, 15_000),
    mutationFn: ({ change, ids }: AlertChange) =>
      request(changeAlertsResponseSchema, `/alerts/${change}`, { method: 'POST', body: { ids } }),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey: ['alerts'] });
      expect(client, change);
    },
    onError: (error) => {
      const { code, message } = asApiError(error);
      notifications.show({ title: 'That did not work', message: `${message} (${code})` });
    },
    onSettled: async () => {
      await Promise.all(
        ['alerts', 'alert', 'fleet', 'fleet-summary', 'asset'].map((kind) =>
          client.invalidateQueries({ queryKey: [kind] }),
        ),
      );
    },
  });
}
