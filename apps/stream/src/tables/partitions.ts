import { DAY_MS } from '@fettle/kernel';
import { BASE_SIZE_MS } from '@fettle/windowing';
import type { Pool } from 'pg';

interface Parted {
  readonly parent: string;
  readonly spanMs: number;
}

const FRAMES: Parted = { parent: 'frames', spanMs: DAY_MS };

/** How windows of each size are parted: about the same number of rows in each. Whole days lie in one table. */
const WINDOWS: ReadonlyMap<number, Parted> = new Map([
  [BASE_SIZE_MS, { parent: 'windows_1m', spanMs: DAY_MS }],
  [900_000, { parent: 'windows_15m', spanMs: 7 * DAY_MS }],
  [3_600_000, { parent: 'windows_1h', spanMs: 28 * DAY_MS }],
]);

/** Makes partitions before they are needed, and remembers which there are. */
export class Partitions {
  private readonly known = new Set<string>();

  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  /** For frames whose oldest event times are these. */
  async ensureForFrames(timesMs: Iterable<number>): Promise<void> {
    await this.ensure(FRAMES, timesMs);
  }

  /** For windows of these sizes and starts. */
  async ensureForWindows(
    windows: readonly { readonly sizeMs: number; readonly startMs: number }[],
  ): Promise<void> {
    for (const [sizeMs, parted] of WINDOWS) {
      const starts = windows.filter((window) => window.sizeMs === sizeMs).map(({ startMs }) => startMs);
      await this.ensure(parted, starts);
    }
  }

  /** To be called when a row found no partition: retention may have dropped one that is remembered. */
  forget(): void {
    this.known.clear();
  }

  private async ensure({ parent, spanMs }: Parted, timesMs: Iterable<number>): Promise<void> {
    const missing = new Map<string, number>();
    for (const timeMs of timesMs) {
      const startMs = Math.floor(timeMs / spanMs) * spanMs;
      const name = `${parent}/${startMs}`;
      if (!this.known.has(name)) missing.set(name, startMs);
    }
    if (missing.size === 0) return;
    await this.pool.query('SELECT ensure_telemetry_partitions($1, $2, $3::bigint[])', [
      parent,
      spanMs,
      [...missing.values()],
    ]);
    for (const name of missing.keys()) this.known.add(name);
  }
}
