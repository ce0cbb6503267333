/** Name and decimal exponent of a signal. */
export interface ReadingSignal {
  readonly name: string;
  readonly exponent: number;
}

/**
 * The latest reading of each signal, as the integers that frames have: sensors speak at different times, a model wants all at
 * once. A reading that is no number leaves what was there.
 */
export class HeldReadings {
  private readonly held: Int16Array;
  private readonly missing: Set<number>;

  constructor(private readonly signals: readonly ReadingSignal[]) {
    this.held = new Int16Array(signals.length);
    this.missing = new Set(signals.keys());
  }

  /** Takes what was read now; the whole set, or null while a signal has not spoken yet or none of them did now. */
  take(readings: Readonly<Record<string, number | undefined>>): Int16Array | null {
    let any = false;
    this.signals.forEach(({ name, exponent }, i) => {
      const value = readings[name];
      if (value === undefined || !Number.isFinite(value)) return;
      this.held[i] = Math.max(-32768, Math.min(32767, Math.round(value / 10 ** exponent)));
      this.missing.delete(i);
      any = true;
    });
    return any && this.missing.size === 0 ? this.held.slice() : null;
  }
}
