/** Consecutive sequences that have come, both ends included. */
type Interval = [first: number, last: number];

interface BootLog {
  readonly bootId: number;
  /** Rising, never touching. */
  readonly intervals: Interval[];
}

/** Starts of a device that are remembered; those before are closed with the gaps they had. */
const MAX_BOOTS = 4;
/** Runs of sequences remembered of each; beyond that the oldest gap is closed and counts as lost for good. */
const MAX_INTERVALS = 32;

/**
 * Which sequences of a device's starts have come, in bounded memory, to tell how many never did. A gap that fills late is
 * no gap any more, unless it was closed. Sequences before the first one seen are not missed.
 */
export class SequenceLog {
  private constructor(
    private boots: BootLog[],
    private closedGaps: number,
  ) {}

  static empty(): SequenceLog {
    return new SequenceLog([], 0);
  }

  /** The inverse of {@link serialise}. */
  static parse(text: string): SequenceLog {
    const [closedGaps, ...boots] = JSON.parse(text) as [number, ...[number, ...Interval[]][]];
    return new SequenceLog(
      boots.map(([bootId, ...intervals]) => ({ bootId, intervals })),
      closedGaps,
    );
  }

  serialise(): string {
    return JSON.stringify([
      this.closedGaps,
      ...this.boots.map(({ bootId, intervals }) => [bootId, ...intervals]),
    ]);
  }

  /** Frames that must have been sent and have not come. */
  get gaps(): number {
    return this.boots.reduce((sum, boot) => sum + gapsOf(boot), this.closedGaps);
  }

  /** Takes note of a frame; the same one twice counts once. */
  add(bootId: number, sequence: number): void {
    const { intervals } = this.boot(bootId);
    const last = intervals.at(-1);
    if (last && sequence === last[1] + 1) {
      last[1] = sequence;
      return;
    }
    insert(intervals, sequence);
    if (intervals.length > MAX_INTERVALS) this.closeOldestGap(intervals);
  }

  private boot(bootId: number): BootLog {
    const newest = this.boots.at(-1);
    if (newest?.bootId === bootId) return newest;
    const known = this.boots.find((boot) => boot.bootId === bootId);
    if (known) return known;
    const made: BootLog = { bootId, intervals: [] };
    this.boots.push(made);
    if (this.boots.length > MAX_BOOTS) this.closedGaps += gapsOf(this.boots.shift()!);
    return made;
  }

  private closeOldestGap(intervals: Interval[]): void {
    const [oldest, next] = [intervals[0]!, intervals[1]!];
    this.closedGaps += next[0] - oldest[1] - 1;
    intervals.splice(0, 2, [oldest[0], next[1]]);
  }
}

function gapsOf({ intervals }: BootLog): number {
  let gaps = 0;
  for (let i = 1; i < intervals.length; i++) gaps += intervals[i]![0] - intervals[i - 1]![1] - 1;
  return gaps;
}

function insert(intervals: Interval[], sequence: number): void {
  const after = intervals.findIndex(([, last]) => last >= sequence - 1);
  const at = after < 0 ? intervals.length : after;
  const found = intervals[at];
  if (!found || sequence < found[0] - 1) {
    intervals.splice(at, 0, [sequence, sequence]);
    return;
  }
  if (sequence < found[0]) found[0] = sequence;
  if (sequence > found[1]) found[1] = sequence;
  const next = intervals[at + 1];
  if (next && next[0] === found[1] + 1) intervals.splice(at, 2, [found[0], next[1]]);
}
