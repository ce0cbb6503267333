import { signedBits } from '../../bits/bit-writer';
import { MAX_PREDICTABLE } from '../../limits';
import { PREDICTORS } from '../../predictors/predictors.registry';
import type { Mode } from '../mode';
import { shortlist } from './candidates';
import { bestRice, MAX_RICE, readRiceResiduals, writeRice } from './rice-code';

/** Predictors whose cost is computed exactly: those that leave the smallest sums. */
const EXACTLY_COSTED = 3;

/** Differences from a predictor in a Rice code with one parameter for the column: the mode of noisy signals. */
export const rice: Mode = {
  code: 2,
  name: 'rice',
  nests: false,
  plan(numbers, { candidates }) {
    const costed = shortlist(candidates() ?? [], EXACTLY_COSTED, ({ sum }) => sum).map((candidate) => ({
      candidate,
      ...bestRice(candidate.codes, candidate.predictor.start, numbers.length),
    }));
    if (costed.length === 0) return null;
    const total = (each: (typeof costed)[number]): number => 9 + signedBits(each.candidate.seed) + each.bits;
    const best = costed.reduce((a, b) => (total(b) < total(a) ? b : a));
    return {
      bits: total(best),
      write(writer) {
        const { predictor, seed, codes } = best.candidate;
        writer.bits(predictor.code, 3);
        writer.bits(best.k, 6);
        writer.signed(seed);
        for (let i = predictor.start; i < codes.length; i++) writeRice(writer, codes[i]!, best.k);
      },
    };
  },
  read(reader, out, count) {
    const predictor = PREDICTORS[reader.bits(3)]!;
    const k = reader.bits(6);
    const seed = reader.signed();
    if (k > MAX_RICE) reader.fail('BAD_MODE_PARAMETER');
    if (Math.abs(seed) > MAX_PREDICTABLE) reader.fail('VALUE_OUT_OF_RANGE');
    if (reader.reason !== null) return;
    readRiceResiduals(reader, k, out, predictor.start, count);
    predictor.restore(out, count, seed);
  },
};
