import { AppError } from '@fettle/kernel';
import { SAMPLE_MODELS } from '../spec-builders/sample-models';
import { loadTflite } from '../tflite/load-tflite';
import { compiledLayers, CompiledLayers } from './compiled-layers';
import { predictCosts } from './predict';
import { TARGET_COSTS } from './targets/registry';

/** Layers of a model; none where it has a form without C. */
function compiled(bytes: Uint8Array): readonly CompiledLayers[] {
  try {
    return [compiledLayers(loadTflite(bytes))];
  } catch (error) {
    if (error instanceof AppError && /NOT_COMPILED$/.test(error.code)) return [];
    throw error;
  }
}

describe('what was measured', () => {
  const samples = SAMPLE_MODELS.flatMap(compiled);

  it.each(TARGET_COSTS.map((costs) => [costs.target, costs] as const))(
    'every kernel of the samples was measured on %s',
    (_, costs) => {
      const unknown = samples.flatMap((sample) => predictCosts(sample, costs).unknownKernels);
      expect([...new Set(unknown)]).toEqual([]);
    },
  );

  it('samples have kernels of most operators', () => {
    expect(samples.length).toBeGreaterThan(SAMPLE_MODELS.length / 2);
    const operators = samples.flatMap(({ layers }) => layers.map(({ node }) => node.name));
    expect(new Set(operators).size).toBeGreaterThan(35);
  });
});
