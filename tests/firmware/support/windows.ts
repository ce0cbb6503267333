import { seededRandom } from '@fettle/kernel';
import type { FeedWindow } from '@fettle/board';
import { WINDOW_SAMPLES } from './pipeline';

export const WINDOW_MS = 25;
const START_MS = Date.UTC(2026, 0, 5);

/** Windows of a machine in the order of event time; the same for the same seed. */
export class Windows {
  private readonly random;
  private count = 0;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  /** Noise as it always is: an even machine. */
  even(amplitude = 1_000): FeedWindow {
    return this.next(() => this.random.below(2 * amplitude + 1) - amplitude);
  }

  /** The same with blows of a damaged bearing. */
  damaged(): FeedWindow {
    return this.next(
      (i) => (i % 128 < 16 ? 9_000 : 0) * (i % 2 === 0 ? 1 : -1) + this.random.below(801) - 400,
    );
  }

  /** Nothing that a machine does: the ends of the range, silence, single samples. */
  odd(): FeedWindow {
    const kinds = [() => 32_767, () => -32_768, () => 0, (i: number) => (i === 0 ? -32_768 : 0)];
    const kind = kinds[this.count % kinds.length]!;
    return this.next(this.count % 5 === 4 ? () => this.random.below(65_536) - 32_768 : kind);
  }

  private next(sample: (i: number) => number): FeedWindow {
    const timeMs = START_MS + this.count++ * WINDOW_MS;
    return { timeMs, samples: Int16Array.from({ length: WINDOW_SAMPLES }, (_, i) => sample(i)) };
  }
}
