import { AppError, Random, seededRandom } from '@fettle/kernel';
import { compileC } from '../c/compile-c';
import { createInterpreter } from '../interpreter/interpreter';
import { ModelLimits } from '../limits';
import { mutate } from '../spec-builders/mutation';
import { elementsFrom } from '../spec-builders/tflite';
import { loadTflite } from '../tflite/load-tflite';
import { SAMPLE_MODELS } from '../spec-builders/sample-models';

/*
 * More and others: FETTLE_FUZZ_MODELS=1000000 FETTLE_FUZZ_SEED=7 npx jest libs/tinyml/src/fuzz --selectProjects unit
 */
const ROUNDS = Number(process.env['FETTLE_FUZZ_MODELS'] ?? 6000);
const COMPILED_ROUNDS = Math.ceil(ROUNDS / 4);
const SEED = Number(process.env['FETTLE_FUZZ_SEED'] ?? 1);

const LIMITS: ModelLimits = {
  modelBytes: 1 << 20,
  subgraphs: 8,
  nodes: 256,
  rank: 8,
  tensorBytes: 1 << 18,
  steps: 1 << 20,
};

/** `ran`, or the code it was refused with; anything else that is thrown gets through. */
function outcome(bytes: Uint8Array, random: Random): string {
  try {
    const model = loadTflite(bytes, LIMITS);
    const interpreter = createInterpreter(model, random.below(2) === 0 ? 'tflm' : 'litert', LIMITS);
    const inputs = interpreter.inputs.map(({ type, shape }) => {
      const count = shape.reduce((product, extent) => product * extent, 1);
      return elementsFrom(
        type,
        Array.from({ length: count }, () => random.below(256) - 128),
      );
    });
    interpreter.run(inputs);
    interpreter.run(inputs);
    return 'ran';
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('TINYML.')) return error.code;
    throw error;
  }
}

/** `compiled`, or the code it was refused with. */
function compilation(bytes: Uint8Array): string {
  try {
    compileC(loadTflite(bytes, LIMITS), 'model', LIMITS);
    return 'compiled';
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('TINYML.')) return error.code;
    throw error;
  }
}

describe('mutated models', () => {
  it('as they are, all sample models run', () => {
    for (const bytes of SAMPLE_MODELS) expect(outcome(bytes, seededRandom(1))).toBe('ran');
  });

  it(`${COMPILED_ROUNDS} of them are compiled to C or refused with a named reason`, () => {
    const random = seededRandom(SEED);
    const results = Array.from({ length: COMPILED_ROUNDS }, () =>
      compilation(mutate(SAMPLE_MODELS[random.below(SAMPLE_MODELS.length)]!, random)),
    );
    expect(results).toEqual(expect.arrayContaining(['compiled', 'TINYML.OPERATOR_NOT_COMPILED']));
  }, 600_000);

  it(`${ROUNDS} of them run within their limits or are refused with a named reason`, () => {
    const random = seededRandom(SEED);
    const counts = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = mutate(SAMPLE_MODELS[random.below(SAMPLE_MODELS.length)]!, random);
      const result = outcome(bytes, random);
      counts.set(result, (counts.get(result) ?? 0) + 1);
    }
    for (const expected of [
      'ran',
      'TINYML.MALFORMED',
      'TINYML.TOO_LARGE',
      'TINYML.OPERATOR_REFUSED',
      'TINYML.OPERATOR_UNSUPPORTED',
    ]) {
      expect([expected, counts.get(expected) ?? 0]).not.toEqual([expected, 0]);
    }
  }, 600_000);
});
