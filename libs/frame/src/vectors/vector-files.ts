import type { ColumnInput, FrameInput } from '../frame.types';
import type { VectorFrame } from './vector-frames';

/** A golden vector as its JSON file says it. Doubles are the 16 hex digits of their bits, since JSON has not all of them. */
export interface VectorFile {
  readonly name: string;
  readonly shows: string;
  readonly bootId: number;
  readonly sequence: number;
  readonly contentIdentity: boolean;
  /** Epoch ms. */
  readonly times: readonly number[];
  /** Ascending by signal id. */
  readonly columns: readonly VectorColumn[];
  /** The reference encoder's bytes. Other encoders may choose other modes; every decoder gives the same frame. */
  readonly hex: string;
}

interface VectorColumn {
  readonly signalId: number;
  readonly kind: ColumnInput['kind'];
  readonly exponent: number;
  /** Integers, or hex digits for float64; null where the state is not 0. */
  readonly mantissas: readonly (number | string | null)[];
  /** 0 present, 1 missing, 2 NaN; absent when all are present. */
  readonly states?: readonly number[];
}

/** What the file of a vector holds, given its bytes. */
export function toVectorFile({ name, shows, frame }: VectorFrame, bytes: Uint8Array): VectorFile {
  return {
    name,
    shows,
    bootId: frame.bootId,
    sequence: frame.sequence,
    contentIdentity: frame.contentIdentity ?? false,
    times: Array.from(frame.times),
    columns: [...frame.columns].sort((a, b) => a.signalId - b.signalId).map(toVectorColumn),
    hex: toHex(bytes),
  };
}

function toVectorColumn({ signalId, kind, exponent, mantissas, states }: ColumnInput): VectorColumn {
  const cell = (value: number, i: number): number | string | null => {
    if ((states?.[i] ?? 0) !== 0) return null;
    return kind === 'float64' ? doubleToHex(value) : value;
  };
  const hasStates =
    states !== null && states !== undefined && Array.from(states).some((state) => state !== 0);
  return {
    signalId,
    kind,
    exponent,
    mantissas: Array.from(mantissas, cell),
    ...(hasStates ? { states: Array.from(states) } : {}),
  };
}

/** The frame that a vector's file describes. */
export function fromVectorFile({
  bootId,
  sequence,
  contentIdentity,
  times,
  columns,
}: VectorFile): FrameInput {
  return {
    bootId,
    sequence,
    contentIdentity,
    times,
    columns: columns.map(({ mantissas, states, ...rest }) => ({
      ...rest,
      mantissas: mantissas.map((cell) => (typeof cell === 'string' ? hexToDouble(cell) : (cell ?? 0))),
      states: states ?? null,
    })),
  };
}

/** Lower-case hex digits, two a byte. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The inverse of {@link toHex}. */
export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

function doubleToHex(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return toHex(new Uint8Array(view.buffer));
}

function hexToDouble(hex: string): number {
  return new DataView(fromHex(hex).buffer).getFloat64(0);
}
