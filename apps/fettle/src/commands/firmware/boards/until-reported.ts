import type { ProcessParts } from '@fettle/platform';
import { pause } from './feed-boards';
import type { PreparedBoard } from './prepare-boards';

const ASK_EVERY_MS = 500;
/** Quiet for so long, after results had a second to wait for others, a board has said all. */
const QUIET_ASKS = 6;
const MOST_ASKS = 240;

/**
 * Resolves once nothing more comes from the boards: their results wait a second for each other, then go out. Early when aborted,
 * and after two minutes in which they never were quiet, as boards that simulate are not.
 */
export async function untilReported(
  { database }: Pick<ProcessParts, 'database'>,
  boards: readonly PreparedBoard[],
  signal: AbortSignal,
): Promise<void> {
  if (boards.every(({ plan }) => plan.windows === null)) return;
  const devices = boards.map(({ credentials }) => credentials.id);
  let before = '';
  for (let quiet = 0, asks = 0; quiet < QUIET_ASKS && asks < MOST_ASKS && !signal.aborted; asks++) {
    const { rows } = await database.pipeline.query<{ told: string }>(
      "SELECT count(*) || ' ' || coalesce(max(last_ms), 0) AS told FROM frames WHERE device_id = ANY($1::uuid[])",
      [devices],
    );
    const { told } = rows[0]!;
    quiet = told === before ? quiet + 1 : 0;
    before = told;
    await pause(ASK_EVERY_MS, signal);
  }
}
