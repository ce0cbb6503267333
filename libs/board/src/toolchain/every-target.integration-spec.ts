import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileC } from '@fettle/tinyml';
import { oneLayer } from '../spec-builders/one-layer';
import { BOARD_TARGETS } from '../targets/registry';
import { compileForTarget } from './compile-for-target';
import { hasTool } from './tools';

/** A small convolution: dense blocks, gathering, rescaling. */
const MODEL = oneLayer(
  {
    operator: 'CONV_2D',
    input: [1, 6, 6, 3],
    weights: [8, 3, 3, 3],
    output: [1, 6, 6, 8],
    options: {
      padding: 'SAME',
      activation: 'RELU',
      strideWidth: 1,
      strideHeight: 1,
      dilationWidth: 1,
      dilationHeight: 1,
    },
  },
  1,
);

describe('a compiled model', () => {
  for (const target of BOARD_TARGETS) {
    const there = hasTool(target.compiler.command);
    if (!there)
      console.warn(`SKIPPED: compiling for ${target.name}; ${target.compiler.command} is not there`);

    (there ? it : it.skip).each(['-Os', '-O2', '-O0'] as const)(
      `is without a warning for ${target.name} at %s`,
      async (optimise) => {
        const { source, header, runtime } = compileC(MODEL, 'model');
        const folder = await mkdtemp(join(tmpdir(), 'fettle-target-spec-'));
        try {
          const texts = { 'model.c': source, 'model.h': header, 'fettle_tinyml.h': runtime };
          const { sizes, objects } = await compileForTarget({ target, folder, texts, optimise });
          expect(objects).toHaveLength(1);
          expect(sizes.text).toBeGreaterThan(8 * 27);
          expect(sizes.bss).toBeGreaterThanOrEqual(6 * 6 * 3);
        } finally {
          await rm(folder, { recursive: true });
        }
      },
    );
  }
});
