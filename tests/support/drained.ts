import type { StreamsResponse } from '@fettle/contracts';
import type { ApiClient } from './api-client';
import { waitFor } from './wait-for';

/** Resolves once every reader has read everything, twice in a row: what one wrote meanwhile is another's to read. */
export async function untilDrained(client: ApiClient, timeoutMs = 120_000): Promise<void> {
  let quiet = 0;
  await waitFor(
    'every reader to have read everything',
    async () => {
      const { consumers } = await client.get<StreamsResponse>('/api/v1/streams');
      quiet = consumers.every(({ lag }) => lag === 0) ? quiet + 1 : 0;
      return quiet >= 2;
    },
    timeoutMs,
  );
}
