import type { BitReader } from '../../bits/bit-reader';
import { signedBits, type BitWriter } from '../../bits/bit-writer';
import { unzigzag } from '../../bits/numbers';
import { MAX_PREDICTABLE } from '../../limits';
import type { NumberArena } from '../../number-arena';
import { PREDICTORS } from '../../predictors/predictors.registry';
import type { Mode } from '../mode';
import { shortlist, type Candidate } from '../rice/candidates';
import { bestRice, MAX_RICE, readRice, writeRice } from '../rice/rice-code';
import { RunLength } from './run-length';

/** Predictors whose cost is computed exactly: those that leave the most zeros. */
const EXACTLY_COSTED = 3;

/** Differences from a predictor where many are zero: adaptive run lengths of zeros, the others less one in a Rice code. */
export const runs: Mode = {
  code: 3,
  name: 'runs',
  nests: false,
  plan(numbers, { arena, candidates }) {
    const costed = shortlist(candidates() ?? [], EXACTLY_COSTED, ({ zeros }) => -zeros)
      .filter(({ zeros }) => zeros * 2 >= numbers.length)
      .map((candidate) => cost(candidate, arena));
    if (costed.length === 0) return null;
    const { bits, k, candidate } = costed.reduce((a, b) => (b.bits < a.bits ? b : a));
    return { bits, write: (writer) => writeRuns(writer, candidate, k) };
  },
  read(reader, out, count) {
    const predictor = PREDICTORS[reader.bits(3)]!;
    const k = reader.bits(6);
    const seed = reader.signed();
    if (k > MAX_RICE) reader.fail('BAD_MODE_PARAMETER');
    if (Math.abs(seed) > MAX_PREDICTABLE) reader.fail('VALUE_OUT_OF_RANGE');
    if (reader.reason !== null) return;
    readRunResiduals(reader, k, out, predictor.start, count);
    predictor.restore(out, count, seed);
  },
};

function cost(candidate: Candidate, arena: NumberArena): { bits: number; k: number; candidate: Candidate } {
  const { predictor, codes, seed } = candidate;
  const others = arena.take(codes.length);
  let count = 0;
  for (let i = predictor.start; i < codes.length; i++) if (codes[i] !== 0) others[count++] = codes[i]! - 1;
  const { k, bits } = bestRice(others, 0, count);
  return { bits: 9 + signedBits(seed) + runBits(candidate) + bits, k, candidate };
}

function runBits({ predictor, codes }: Candidate): number {
  const length = new RunLength();
  let bits = 0;
  let zeros = 0;
  for (let i = predictor.start; i < codes.length; i++) {
    if (codes[i] === 0) {
      if (++zeros === length.chunk) {
        bits++;
        zeros = 0;
        length.grow();
      }
    } else {
      bits += 1 + length.chunkBits;
      zeros = 0;
      length.shrink();
    }
  }
  return bits + (zeros > 0 ? 1 : 0);
}

function writeRuns(writer: BitWriter, { predictor, seed, codes }: Candidate, k: number): void {
  const length = new RunLength();
  let zeros = 0;
  writer.bits(predictor.code, 3);
  writer.bits(k, 6);
  writer.signed(seed);
  for (let i = predictor.start; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === 0) {
      if (++zeros === length.chunk) {
        writer.bits(1, 1);
        zeros = 0;
        length.grow();
      }
      continue;
    }
    writer.bits(0, 1);
    writer.bits(zeros, length.chunkBits);
    zeros = 0;
    length.shrink();
    writeRice(writer, code - 1, k);
  }
  if (zeros > 0) writer.bits(1, 1);
}

function readRunResiduals(reader: BitReader, k: number, out: Float64Array, start: number, end: number): void {
  const length = new RunLength();
  let i = start;
  while (i < end && reader.reason === null) {
    if (reader.bits(1) === 1) {
      const stop = Math.min(end, i + length.chunk);
      out.fill(0, i, stop);
      i = stop;
      length.grow();
      continue;
    }
    const zeros = reader.bits(length.chunkBits);
    if (i + zeros >= end) {
      reader.fail('BAD_MODE_PARAMETER');
      return;
    }
    out.fill(0, i, i + zeros);
    i += zeros;
    length.shrink();
    out[i++] = unzigzag(readRice(reader, k) + 1);
  }
}
