import type { Random } from '@fettle/kernel';
import { DAY_MS, MINUTE_MS } from '@fettle/kernel';

const MEAN_GAP_MS = 2 * DAY_MS;

/** When a device's radio has no network: some minutes every other day. Times may rise only. */
export class OfflineSpells {
  private fromMs: number;
  private toMs: number;

  constructor(
    private readonly random: Random,
    startMs: number,
  ) {
    this.fromMs = startMs;
    this.toMs = startMs;
    this.schedule();
  }

  isOffline(atMs: number): boolean {
    while (atMs >= this.toMs) this.schedule();
    return atMs >= this.fromMs;
  }

  private schedule(): void {
    this.fromMs = this.toMs - Math.log(1 - this.random.next()) * MEAN_GAP_MS;
    this.toMs = this.fromMs + (1 + 9 * this.random.next()) * MINUTE_MS;
  }
}
