const { floor, max, min, round } = Math;
const NOT_MEASURED = Number.NaN;

/** Hours kept one by one: seven days for the fit, one more for devices that lag, and slack to fold whole bins. */
export const HOUR_SLOTS = 216;
export const HOURS_PER_BIN = 6;
/** Six-hour bins: sixty days behind those hours, room for the hours themselves to fold into, and slack. */
export const BIN_SLOTS = 280;

/** Values are kept in steps of 2^-20, so that sums are exact and do not depend on the order of arrival. */
const STEPS = 2 ** 20;
const LARGEST = 2 ** 28;

/** Sums of one signal by hour and by six hours, in rings addressed by absolute hour and bin. Fixed size. */
export class SignalStore {
  readonly hourSum = new Float64Array(HOUR_SLOTS);
  readonly hourCount = new Uint8Array(HOUR_SLOTS);
  readonly binSum = new Float64Array(BIN_SLOTS);
  readonly binCount = new Uint16Array(BIN_SLOTS);

  /** Adds a value to an hour that is still kept one by one. Values beyond 2^28 count as 2^28. */
  addHour(hour: number, value: number): void {
    const slot = hour % HOUR_SLOTS;
    if (this.hourCount[slot] === 255) return;
    this.hourSum[slot]! += inSteps(value);
    this.hourCount[slot]! += 1;
  }

  addBin(hour: number, value: number): void {
    const slot = binOf(hour) % BIN_SLOTS;
    this.binSum[slot]! += inSteps(value);
    this.binCount[slot]! += 1;
  }

  /** Moves an hour that leaves its ring into its bin and frees the slot. */
  foldHour(hour: number): void {
    const slot = hour % HOUR_SLOTS;
    const count = this.hourCount[slot]!;
    if (count === 0) return;
    const bin = binOf(hour) % BIN_SLOTS;
    this.binSum[bin]! += this.hourSum[slot]!;
    this.binCount[bin]! += count;
    this.hourSum[slot] = 0;
    this.hourCount[slot] = 0;
  }

  clearBin(bin: number): void {
    this.binSum[bin % BIN_SLOTS] = 0;
    this.binCount[bin % BIN_SLOTS] = 0;
  }
}

/** Back from sums in steps to a mean. */
export function meanOf(sum: number, count: number): number {
  return count === 0 ? NOT_MEASURED : sum / count / STEPS;
}

/** The six-hour bin that an hour belongs to, both counted from 1970. */
export function binOf(hour: number): number {
  return floor(hour / HOURS_PER_BIN);
}

function inSteps(value: number): number {
  return round(min(LARGEST, max(-LARGEST, value)) * STEPS);
}
