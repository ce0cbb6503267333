import { AppError, seededRandom } from '@fettle/kernel';
import { compileC } from '../c/compile-c';
import { ModelLimits } from '../limits';
import { differing, hasCompiler } from '../spec-builders/compiled-model';
import { mutate } from '../spec-builders/mutation';
import { SAMPLE_MODELS } from '../spec-builders/sample-models';
import { loadTflite } from '../tflite/load-tflite';

/*
 * More and others: FETTLE_FUZZ_C=100 FETTLE_FUZZ_SEED=7 npx jest libs/tinyml/src/fuzz --selectProjects integration
 */
const MODELS = Number(process.env['FETTLE_FUZZ_C'] ?? 8);
const SEED = Number(process.env['FETTLE_FUZZ_SEED'] ?? 1);
const compiler = hasCompiler();
if (!compiler) console.warn('SKIPPED: mutated models as C; gcc is not there');

const LIMITS: ModelLimits = {
  modelBytes: 1 << 20,
  subgraphs: 8,
  nodes: 256,
  rank: 8,
  tensorBytes: 1 << 16,
  steps: 1 << 18,
};

/** The C of a model, or nothing where it is refused. */
function sourceOf(bytes: Uint8Array): string | undefined {
  try {
    return compileC(loadTflite(bytes, LIMITS), 'model', LIMITS).source;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** Mutated models whose C is like no other's. */
function mutants(count: number): Map<string, Uint8Array> {
  const random = seededRandom(SEED);
  const known = new Set(SAMPLE_MODELS.map(sourceOf));
  const found = new Map<string, Uint8Array>();
  while (found.size < count) {
    const bytes = mutate(SAMPLE_MODELS[random.below(SAMPLE_MODELS.length)]!, random);
    const source = sourceOf(bytes);
    if (source !== undefined && !known.has(source)) found.set(source, bytes);
  }
  return found;
}

(compiler ? describe : describe.skip)('mutated models as C, under sanitizers', () => {
  it(`${MODELS} of them that compile have the interpreter's bytes`, () => {
    expect(differing([...mutants(MODELS)])).toEqual([]);
  }, 600_000);
});
