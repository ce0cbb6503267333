import type { DeviceEntry, SignalRef } from '@fettle/persistence';
import { RefusalTally, type Refusal } from '../intake/rejections';
import { judgeTime } from './clock-window';

/** Readings of one event time. `signals` and `values` run in step; no signal twice; NaN is a failed sensor. */
export interface Row {
  readonly tMs: number;
  readonly signals: SignalRef[];
  readonly values: number[];
}

/**
 * Gathers the readings of one message and sorts out those that cannot count, each with its reason. What is kept is in
 * the order given; a signal named twice at one time opens a second row of that time.
 */
export class ReadingRows {
  readonly rows: Row[] = [];
  /** True once the sender left an event time to the platform. */
  isUntimed = false;
  /** What was refused, spelled out. Empty for most messages. */
  readonly refusedReadings: string[] = [];
  private readonly tally = new RefusalTally();
  private current: Row | null = null;
  /** Why the current row's readings are refused as a whole; null while they are not. */
  private rowRefusal: 'CLOCK.FUTURE' | 'CLOCK.PAST' | null = null;

  constructor(
    private readonly device: DeviceEntry,
    private readonly nowMs: number,
  ) {}

  get refusals(): readonly Refusal[] {
    return this.tally.list();
  }

  /** Readings that follow are of this event time (ms); null: of now, as the sender gave none. */
  at(tMs: number | null): void {
    if (tMs === null) this.isUntimed = true;
    this.current = { tMs: tMs ?? this.nowMs, signals: [], values: [] };
    this.rowRefusal = judgeTime(this.current.tMs, this.nowMs);
    if (this.rowRefusal === null) this.rows.push(this.current);
  }

  /** One reading by the signal's name. Not a number is kept as itself; infinities are not readings. */
  add(name: string, value: number): void {
    const signal = this.device.signals.get(name);
    if (signal !== undefined && this.rowRefusal === null && !(value < signal.min || value > signal.max)) {
      this.keep(signal, value);
      return;
    }
    this.refusedReadings.push(`${this.current!.tMs} ${name} ${value}`);
    if (signal === undefined) this.tally.add('SIGNAL.UNKNOWN', `no signal "${short(name)}"`);
    else if (this.rowRefusal !== null) this.refuseByClock();
    else this.refuseByRange(signal, value);
  }

  refuse(reason: Refusal['reason'], detail: string): void {
    this.tally.add(reason, detail);
  }

  private keep(signal: SignalRef, value: number): void {
    let row = this.current!;
    if (row.signals.includes(signal)) {
      row = { tMs: row.tMs, signals: [], values: [] };
      this.rows.push(row);
      this.current = row;
    }
    row.signals.push(signal);
    row.values.push(value);
  }

  private refuseByClock(): void {
    const byMs = this.current!.tMs - this.nowMs;
    const hours = Math.round(Math.abs(byMs) / 3_600_000);
    this.tally.add(
      this.rowRefusal!,
      `event time ${hours} h ${byMs > 0 ? 'ahead of' : 'behind'} the platform's`,
    );
  }

  private refuseByRange(signal: SignalRef, value: number): void {
    const detail = `${signal.name} = ${value}, possible are ${signal.min} to ${signal.max}`;
    this.tally.add('READING.OUT_OF_RANGE', detail);
  }
}

/** A name as it may be shown. */
export function short(name: string): string {
  return name.length <= 64 ? name : `${name.slice(0, 64)}…`;
}
