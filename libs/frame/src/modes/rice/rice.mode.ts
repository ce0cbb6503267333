import { signedBits } from '../../bits/bit-writer';
import { MAX_PREDICTABLE } from '../../limits';
import { PREDICTORS } from '../../predictors/predictors.registry';
import type { Mode } from '../mode';
import { arePredictable, candidates } from './candidates';
import { bestRice, MAX_RICE, readRiceResiduals, writeRice } from './rice-code';

/** Differences from a predictor in a Rice code with one parameter for the column: the mode of noisy signals. */
export const rice: Mode = {
  code: 2,
  name: 'rice',
  nests: false,
  plan(numbers) {
    if (!arePredictable(numbers)) return null;
    let best = { bits: Infinity, k: 0, predictor: PREDICTORS[0]!, codes: numbers, seed: 0 };
    for (const { predictor, codes, seed } of candidates(numbers)) {
      const found = bestRice(codes, predictor.start, numbers.length);
      const bits = 9 + signedBits(seed) + found.bits;
      if (bits < best.bits) best = { bits, k: found.k, predictor, codes, seed };
    }
    const { bits, k, predictor, codes, seed } = best;
    return {
      bits,
      write(writer) {
        writer.bits(predictor.code, 3);
        writer.bits(k, 6);
        writer.signed(seed);
        for (let i = predictor.start; i < numbers.length; i++) writeRice(writer, codes[i]!, k);
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
