import { TARGET_COSTS } from '@fettle/tinyml';
import { inputSizeOf } from '../network/shapes';
import { quantize } from '../quantization/quantize';
import { normalSamples, SAMPLE_NETWORKS, sampleNetwork } from '../quantization/spec-builders/sample-networks';
import { costsOn, leastCosts } from './costs';

const NAMES = Object.keys(SAMPLE_NETWORKS);

describe('costs', () => {
  it.each(NAMES)(
    'of %s: a target takes more flash than constants alone, and some of everything else',
    (name) => {
      const { model } = quantize(sampleNetwork(name), normalSamples(4, inputSizeOf(SAMPLE_NETWORKS[name]!)), {
        comparedSamples: 1,
      });
      const { flashBytes } = leastCosts(model);
      const target = costsOn(TARGET_COSTS[0]!.target)(model);
      expect(target.flashBytes).toBeGreaterThan(flashBytes);
      expect(target.ramBytes).toBeGreaterThan(0);
      expect(target.instructions).toBeGreaterThan(0);
    },
  );

  it('a target that there is not is refused', () => {
    const { model } = quantize(sampleNetwork('dense, sigmoid'), normalSamples(4, 10));
    expect(() => costsOn('abacus')(model)).toThrow(
      expect.objectContaining({ code: 'TINYML.UNKNOWN_TARGET' }),
    );
  });
});
