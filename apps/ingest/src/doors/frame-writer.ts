import { hash, randomBytes } from 'node:crypto';
import {
  type ColumnInput,
  decimalColumn,
  encodeFrame,
  MAX_CELLS,
  MAX_COLUMNS,
  MAX_LABEL,
  SAMPLE_STATE,
} from '@fettle/frame';
import { errorCode } from '@fettle/kernel';
import type { SignalRef } from '@fettle/persistence';
import type { Opened } from './door';
import type { ReadingRows, Row } from './reading-rows';

/** Names a frame among those of its device, so that a second copy of it can be told. */
interface Identity {
  readonly bootId: number;
  readonly sequence: number;
}

/** Rows of one frame: as many as 64 columns leave room for. */
const MAX_ROWS = MAX_CELLS / MAX_COLUMNS;

/**
 * Writes gathered readings as frames. Rows with the sender's own times are identified by a digest of their content: the
 * same readings, sent again in whatever order of keys or by whatever door, are the same frame and count once. Readings
 * that were refused are part of it: were they acceptable the second time, the first verdict stands. Where the platform set the time nothing can tell a copy from a new reading, so each message is a frame of its own.
 */
export class FrameWriter {
  /** Random at each start, so that counted identities never repeat those of another process. */
  private readonly bootId = randomBytes(4).readUInt32BE();
  private sequence = 0;
  private digestInput = new Float64Array(256);

  /** No frame when no reading was kept; what was refused is passed on. */
  write(gathered: ReadingRows): Opened {
    const { refusals } = gathered;
    const rows = gathered.rows.filter((row) => row.signals.length > 0);
    if (rows.length === 1 && rows[0]!.signals.length <= MAX_COLUMNS)
      return this.writeSingle(rows[0]!, gathered);
    rows.sort((a, b) => a.tMs - b.tMs);
    const frames: Uint8Array[] = [];
    let readings = 0;
    for (let from = 0; from < rows.length; from += MAX_ROWS) {
      const part = rows.length <= MAX_ROWS ? rows : rows.slice(from, from + MAX_ROWS);
      this.writeRows(part, gathered, frames);
    }
    for (const row of rows) readings += row.signals.length;
    return { frames, readings, refusals };
  }

  /** What the general way would write, without its arrays of arrays: most messages have one time. */
  private writeSingle(row: Row, gathered: ReadingRows): Opened {
    const { signals, values, tMs } = row;
    const order = signals.map((_, i) => i).sort((a, b) => signals[a]!.id - signals[b]!.id);
    const columns = order.map((i) => toSingle(signals[i]!, values[i]!));
    const input = this.digestInput;
    input[0] = tMs;
    order.forEach((from, at) => {
      input[1 + at * 2] = signals[from]!.id;
      input[2 + at * 2] = values[from]!;
    });
    const length = 1 + order.length * 2;
    const { bootId, sequence } = gathered.isUntimed
      ? this.count()
      : this.identify(length, gathered.refusedReadings);
    const frame = encodeFrame({ bootId, sequence, contentIdentity: true, times: [tMs], columns });
    return { frames: [frame], readings: order.length, refusals: gathered.refusals };
  }

  private writeRows(rows: readonly Row[], gathered: ReadingRows, frames: Uint8Array[]): void {
    const signals = signalsOf(rows);
    for (let from = 0; from < signals.length; from += MAX_COLUMNS) {
      this.writeBlock(rows, signals.slice(from, from + MAX_COLUMNS), gathered, frames);
    }
  }

  /** A block that makes too long a frame is halved; always in the same way, so that identities hold. */
  private writeBlock(
    rows: readonly Row[],
    signals: SignalRef[],
    gathered: ReadingRows,
    frames: Uint8Array[],
  ): void {
    const columns = columnsOf(rows, signals);
    const times = rows.map((row) => row.tMs);
    const identity = gathered.isUntimed
      ? this.count()
      : this.digest(times, columns, gathered.refusedReadings);
    try {
      frames.push(encodeFrame({ ...identity, contentIdentity: true, times, columns: columns.map(toColumn) }));
    } catch (error) {
      if (errorCode(error) !== 'FRAME.TOO_LARGE' || rows.length < 2) throw error;
      const middle = rows.length >> 1;
      this.writeBlock(rows.slice(0, middle), signals, gathered, frames);
      this.writeBlock(rows.slice(middle), signals, gathered, frames);
    }
  }

  private count(): Identity {
    this.sequence += 1;
    return { bootId: this.bootId, sequence: this.sequence };
  }

  /** The first 80 bits of SHA-256 over times, signal ids and values: 2^-80 for two contents of a device to meet. */
  private digest(
    times: readonly number[],
    columns: readonly SignalColumn[],
    refused: readonly string[],
  ): Identity {
    const length = times.length + columns.length * (times.length + 1);
    if (this.digestInput.length < length) this.digestInput = new Float64Array(length * 2);
    const input = this.digestInput;
    let at = 0;
    for (const time of times) input[at++] = time;
    for (const { signal, values } of columns) {
      input[at++] = signal.id;
      // Infinities are no readings, so one can stand for a missing value.
      for (const value of values) input[at++] = value ?? Number.POSITIVE_INFINITY;
    }
    return this.identify(length, refused);
  }

  /** Of the first `length` numbers of the scratch memory. */
  private identify(length: number, refused: readonly string[]): Identity {
    const kept = new Uint8Array(this.digestInput.buffer, 0, length * 8);
    const content =
      refused.length === 0 ? kept : Buffer.concat([kept, Buffer.from(refused.toSorted().join('\n'))]);
    const digest = hash('sha256', content, 'buffer');
    return { bootId: digest.readUInt32BE(0), sequence: digest.readUIntBE(4, 6) };
  }
}

/** One signal over all rows of a frame; null where a row does not have it. */
interface SignalColumn {
  readonly signal: SignalRef;
  readonly values: readonly (number | null)[];
}

/** The signals of all rows, ascending by id. */
function signalsOf(rows: readonly Row[]): SignalRef[] {
  const signals =
    rows.length === 1 ? [...rows[0]!.signals] : [...new Set(rows.flatMap((row) => row.signals))];
  return signals.sort((a, b) => a.id - b.id);
}

function columnsOf(rows: readonly Row[], signals: readonly SignalRef[]): SignalColumn[] {
  return signals.map((signal) => ({
    signal,
    values: rows.map((row) => {
      const at = row.signals.indexOf(signal);
      return at < 0 ? null : row.values[at]!;
    }),
  }));
}

/** Values keep their decimals exactly; labels are class indices where all of them can be. */
function toColumn({ signal, values }: SignalColumn): ColumnInput {
  if (values.length === 1) return toSingle(signal, values[0]!);
  if (signal.kind !== 'label' || !values.every(isLabel)) return decimalColumn(signal.id, values);
  const states = values.some((value) => value === null)
    ? values.map((value) => (value === null ? SAMPLE_STATE.MISSING : SAMPLE_STATE.PRESENT))
    : null;
  return {
    signalId: signal.id,
    kind: 'label',
    exponent: 0,
    mantissas: values.map((value) => value ?? 0),
    states,
  };
}

const POWERS_OF_TEN = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/** What {@link decimalColumn} gives for one value, without its arrays: most messages have one value of each signal. */
function toSingle(signal: SignalRef, value: number): ColumnInput {
  for (let digits = 0; digits < POWERS_OF_TEN.length; digits++) {
    const scale = POWERS_OF_TEN[digits]!;
    const mantissa = Math.round(value * scale);
    if (!Object.is(mantissa / scale, value)) continue;
    if (!Number.isSafeInteger(mantissa)) break;
    const kind = digits === 0 && signal.kind === 'label' && isLabel(value) ? 'label' : 'scaled';
    return {
      signalId: signal.id,
      kind,
      exponent: digits === 0 ? 0 : -digits,
      mantissas: [mantissa],
      states: null,
    };
  }
  return decimalColumn(signal.id, [value]);
}

function isLabel(value: number | null): boolean {
  return value === null || (Number.isInteger(value) && value >= 0 && value <= MAX_LABEL);
}
