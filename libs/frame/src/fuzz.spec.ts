import { seededRandom, type Random } from '@fettle/kernel';
import {
  DecodedFrame,
  decodeFrame,
  encodeFrame,
  MAX_CELLS,
  MAX_DECODER_BYTES,
  readFrameHeader,
  REJECT_REASONS,
} from './index';
import { withChecksum } from './vectors/handmade';
import { VECTOR_FRAMES } from './vectors/vector-frames';

/** Mutated frames to try; millions by FETTLE_FUZZ_FRAMES, another sequence by FETTLE_FUZZ_SEED. */
const FRAMES = Number(process.env['FETTLE_FUZZ_FRAMES'] ?? 60_000);
const SEED = Number(process.env['FETTLE_FUZZ_SEED'] ?? 1);
/** One valid decode of so many is encoded and decoded again. */
const AGAIN = 40;

const originals = VECTOR_FRAMES.map(({ frame }) => encodeFrame(frame));

/** Each takes a frame's bytes without the checksum and spoils them. */
const MUTATIONS: readonly ((body: Uint8Array, random: Random) => Uint8Array)[] = [
  (body, random) => flip(body, random, 1),
  (body, random) => flip(body, random, 2 + random.below(8)),
  (body, random) => body.map((byte, i) => (i === random.below(body.length) ? random.below(256) : byte)),
  (body, random) => body.slice(0, random.below(body.length + 1)),
  (body, random) => insert(body, random),
  (body, random) => splice(body, random),
  (_body, random) =>
    Uint8Array.from({ length: random.below(200) }, (_, i) =>
      i === 0 ? 0x10 + random.below(16) : random.below(256),
    ),
];

function flip(body: Uint8Array, random: Random, count: number): Uint8Array {
  const bytes = body.slice();
  for (let i = 0; i < count; i++) bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
  return bytes;
}

function insert(body: Uint8Array, random: Random): Uint8Array {
  const at = random.below(body.length + 1);
  const bytes = new Uint8Array(body.length + 1 + random.below(4)).fill(random.below(256));
  bytes.set(body.subarray(0, at));
  bytes.set(body.subarray(at), at + bytes.length - body.length);
  return bytes;
}

function splice(body: Uint8Array, random: Random): Uint8Array {
  const other = originals[random.below(originals.length)]!;
  const head = body.subarray(0, random.below(body.length));
  const tail = other.subarray(random.below(other.length), -2);
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
}

function mutant(random: Random): Uint8Array {
  const original = originals[random.below(originals.length)]!;
  const body = MUTATIONS[random.below(MUTATIONS.length)]!(original.subarray(0, -2), random);
  // Most get a right checksum, or nothing behind it would be tried.
  return random.below(8) === 0 ? body : withChecksum(body);
}

/** Why a decode that said ok is not one, or null. Plain comparisons: an assertion a frame would take most of the time. */
function fault(bytes: Uint8Array, frame: DecodedFrame, isThorough: boolean): string | null {
  const samples = frame.sampleCount;
  if (samples * frame.columns.length > MAX_CELLS) return 'too many cells';
  if (frame.times.length !== samples) return 'times are not one a sample';
  for (const { mantissas, states } of frame.columns) {
    if (mantissas.length !== samples) return 'mantissas are not one a sample';
    if (states !== null && states.length !== samples) return 'states are not one a sample';
    for (let i = 0; i < samples; i++) {
      const isPresent = states === null || states[i] === 0;
      if (Number.isNaN(mantissas[i]) === isPresent) return 'NaN where there is a number, or the reverse';
    }
  }
  if (!isThorough) return null;
  if (!readFrameHeader(bytes).ok) return 'its header is refused';
  return isSameAgain(frame) ? null : 'encoding it again does not give it back';
}

function isSameAgain(frame: DecodedFrame): boolean {
  const { bootId, sequence, contentIdentity, times, columns } = frame;
  const again = decodeFrame(encodeFrame({ bootId, sequence, contentIdentity, times, columns }));
  if (!again.ok || again.frame.bootId !== bootId || again.frame.sequence !== sequence) return false;
  return (
    times.every((time, i) => again.frame.times[i] === time) &&
    columns.every((column, c) =>
      column.mantissas.every(
        (value, i) =>
          Object.is(again.frame.columns[c]!.mantissas[i], value) &&
          (again.frame.columns[c]!.states?.[i] ?? 0) === (column.states?.[i] ?? 0),
      ),
    )
  );
}

it(`${FRAMES} mutated frames are each refused by name or decoded, within the decoder's memory`, () => {
  const random = seededRandom(SEED);
  const reasons = new Set<string>(REJECT_REASONS);
  const counts = new Map<string, number>();
  const into = new DecodedFrame();
  for (let i = 0; i < FRAMES; i++) {
    const bytes = mutant(random);
    const result = decodeFrame(bytes, into);
    const outcome = result.ok ? 'OK' : result.reason;
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    const isFine = result.ok
      ? fault(bytes, result.frame, i % AGAIN === 0)
      : reasons.has(outcome)
        ? null
        : outcome;
    if (isFine !== null) throw new Error(`${isFine}: ${Buffer.from(bytes).toString('hex')}`);
  }
  expect(into.heldBytes).toBeLessThanOrEqual(MAX_DECODER_BYTES);
  expect(counts.get('OK')).toBeGreaterThan(FRAMES / 100);
  expect(counts.size).toBeGreaterThan(12);
  if (FRAMES > 60_000)
    console.log(Object.fromEntries([...counts].sort((a, b) => b[1] - a[1])), into.heldBytes);
}, 3_600_000);
