import { BitReader } from './bits/bit-reader';
import { crc16 } from './bits/crc16';
import { readColumn } from './columns/column-reader';
import type { ColumnKind, DecodedColumn, DecodeResult } from './frame.types';
import { HeaderFields, readHeader } from './header/header-reader';
import { readTimes } from './header/times';
import { FRAME_VERSION, MAX_FRAME_BYTES, MIN_FRAME_BYTES } from './limits';
import { IntegerListReader } from './modes/integer-list';
import type { RejectReason } from './reject-reasons';

/** A column whose arrays are set anew when the frame's shape changes. */
class ColumnSlot implements DecodedColumn {
  signalId = 0;
  kind: ColumnKind = 'scaled';
  exponent = 0;
  states: Uint8Array | null = null;

  constructor(
    readonly mantissas: Float64Array,
    readonly stateMemory: Uint8Array,
  ) {}
}

/**
 * A frame in typed arrays, and the memory to decode into: keep one and pass it to every {@link decodeFrame}, so that
 * nothing is allocated per reading. Its contents are valid until the next decode, and only if that one said ok.
 */
export class DecodedFrame {
  private readonly header = new HeaderFields();
  private readonly reader = new BitReader();
  private readonly lists = new IntegerListReader(this.reader, (index) => this.reference(index));
  private cells = new Float64Array(0);
  private stateCells = new Uint8Array(0);
  /** Slots of the current sample count; the first of them are the frame's. */
  private readonly pool: ColumnSlot[] = [];
  private slots: ColumnSlot[] = [];
  private slotSamples = 0;
  private read = 0;
  private readonly accepted = { ok: true, frame: this } as const;

  /** Event times in the order they were sent, epoch ms. */
  times = new Float64Array(0);

  get bootId(): number {
    return this.header.bootId;
  }

  get sequence(): number {
    return this.header.sequence;
  }

  get contentIdentity(): boolean {
    return this.header.contentIdentity;
  }

  get sampleCount(): number {
    return this.header.sampleCount;
  }

  /** Ascending by signal id. */
  get columns(): readonly DecodedColumn[] {
    return this.slots;
  }

  /** The column of a signal, or undefined. */
  column(signalId: number): DecodedColumn | undefined {
    return this.slots.find((slot) => slot.signalId === signalId);
  }

  /** Bytes of the typed arrays that are kept for the next frame; at most {@link MAX_DECODER_BYTES}. */
  get heldBytes(): number {
    const { cells, stateCells, times, reader, lists } = this;
    const arrays = [cells, stateCells, times, reader.bytes, lists.spare, lists.scratch(0)];
    return arrays.reduce((sum, array) => sum + array.byteLength, 0);
  }

  /** Takes the bytes of one whole frame. What {@link decodeFrame} does. */
  load(bytes: Uint8Array): DecodeResult<DecodedFrame> {
    const reader = this.reader;
    const reason = checkEnvelope(bytes);
    if (reason !== null) return { ok: false, reason };
    reader.load(bytes, bytes.length - 2);
    readHeader(reader, this.header);
    if (reader.reason !== null) return { ok: false, reason: reader.reason };
    this.shape(this.header.sampleCount, this.header.columnCount);
    readTimes(reader, this.lists, this.times, this.header);
    for (this.read = 0; this.read < this.slots.length && reader.reason === null; this.read++) {
      this.readSlot(this.slots[this.read]!, this.read);
    }
    if (reader.reason === null && !reader.isExhausted()) reader.fail('TRAILING_BITS');
    return reader.reason === null ? this.accepted : { ok: false, reason: reader.reason };
  }

  private readSlot(slot: ColumnSlot, index: number): void {
    slot.signalId = this.header.signalIds[index]!;
    slot.kind = this.header.kinds[index]!;
    slot.exponent = this.header.exponents[index]!;
    const target = {
      kind: slot.kind,
      exponent: slot.exponent,
      mantissas: slot.mantissas,
      states: slot.stateMemory,
    };
    slot.states = readColumn(this.reader, this.lists, target) ? slot.stateMemory : null;
  }

  private shape(samples: number, columns: number): void {
    if (samples === this.slotSamples && columns === this.slots.length) return;
    if (this.cells.length < samples * columns) {
      this.cells = new Float64Array(samples * columns);
      this.stateCells = new Uint8Array(samples * columns);
      this.pool.length = 0;
    }
    if (this.slotSamples !== samples) {
      this.times = new Float64Array(samples);
      this.pool.length = 0;
      this.slotSamples = samples;
    }
    for (let i = this.pool.length; i < columns; i++) {
      const [from, to] = [i * samples, (i + 1) * samples];
      this.pool.push(new ColumnSlot(this.cells.subarray(from, to), this.stateCells.subarray(from, to)));
    }
    this.slots = this.pool.slice(0, columns);
  }

  private reference(index: number): Float64Array | null {
    const slot = index < this.read ? this.slots[index] : undefined;
    return slot !== undefined && slot.states === null && slot.kind !== 'float64' ? slot.mantissas : null;
  }
}

/** Why these bytes cannot be a frame of this version, or null; the checksum is checked here. */
export function checkEnvelope(bytes: Uint8Array): RejectReason | null {
  if (bytes.length < MIN_FRAME_BYTES) return 'FRAME_TOO_SHORT';
  if (bytes.length > MAX_FRAME_BYTES) return 'FRAME_TOO_LARGE';
  if (bytes[0]! >>> 4 !== FRAME_VERSION) return 'UNKNOWN_VERSION';
  const end = bytes.length - 2;
  return crc16(bytes, end) === ((bytes[end]! << 8) | bytes[end + 1]!) ? null : 'BAD_CRC';
}

/**
 * Decodes one whole frame. Never throws for bytes, whatever they are, never takes longer than the frame's bound of
 * readings needs, never holds more than {@link MAX_DECODER_BYTES}. With `into`, that object is filled and returned.
 */
export function decodeFrame(
  bytes: Uint8Array,
  into: DecodedFrame = new DecodedFrame(),
): DecodeResult<DecodedFrame> {
  return into.load(bytes);
}
