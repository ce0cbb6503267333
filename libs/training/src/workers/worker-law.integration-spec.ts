import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '@fettle/kernel';
import { initialNetwork } from '../network/network';
import { noise } from '../spec-builders/datasets';
import { train } from '../training/train';
import type { TrainOptions, TrainResult } from '../training/train.types';

const BUILT = existsSync(join(__dirname, '../../dist/workers/shard-worker.js'));
if (!BUILT) console.warn('SKIPPED: worker threads need the built package (npm run build)');

/** Enough work for threads, and everything in it that could depend on who does it. */
function options(workers: number): TrainOptions {
  return {
    network: initialNetwork(
      {
        input: [24, 16, 1],
        layers: [
          { kind: 'conv-2d', filters: 8, size: [3, 3], padding: 'same' },
          { kind: 'batch-norm' },
          { kind: 'activation', activation: 'relu' },
          { kind: 'dropout', rate: 0.2 },
          { kind: 'conv-2d', filters: 8, size: [3, 3], stride: [2, 2] },
          { kind: 'global-average-pool' },
          { kind: 'dense', units: 4, activation: 'softmax' },
        ],
      },
      seededRandom(1),
    ),
    data: noise(100, [24, 16, 1], 4, 2),
    validation: noise(45, [24, 16, 1], 4, 3),
    task: { kind: 'classifier' },
    classWeights: 'balanced',
    epochs: 2,
    batchSize: 30,
    workers,
  };
}

(BUILT ? describe : describe.skip)('any number of threads', () => {
  it('gives the same bits: 1, 2 and 3', async () => {
    const one = await train(options(1));
    expect(one.threads).toBe(1);
    for (const workers of [2, 3]) {
      const many: TrainResult = await train(options(workers));
      expect(many.threads).toBe(workers);
      expect(many.network.weights).toEqual(one.network.weights);
      expect(many.history).toEqual(one.history);
    }
  });

  it('gives the same bits with weights and tensors on grids, and reports the same ranges', async () => {
    const run = async (workers: number): Promise<unknown> => {
      const ranges: unknown[] = [];
      const { network } = await train({
        ...options(workers),
        epochs: 1,
        hooks: {
          quantizeWeights(master, effective) {
            for (const [i, layer] of master.entries()) {
              for (const [role, values] of Object.entries(layer))
                effective[i]![role]!.set(values.map((x) => Math.round(x * 64) / 64));
            }
          },
          tensorGrids: () =>
            Array.from({ length: 8 }, () => ({ scale: 0.03, zeroPoint: -10, least: -128, most: 127 })),
          onRanges: (all) => void ranges.push(all),
        },
      });
      return { network, ranges };
    };
    expect(await run(2)).toEqual(await run(1));
  });

  it('ends with its threads when a hook throws', async () => {
    const defect = new Error('a hook that throws');
    const hooks = {
      afterStep: () => {
        throw defect;
      },
    };
    await expect(train({ ...options(2), hooks })).rejects.toBe(defect);
  });

  it('uses one thread where the work would not pay for more', async () => {
    const small = initialNetwork({
      input: [3],
      layers: [{ kind: 'dense', units: 2, activation: 'softmax' }],
    });
    const { threads } = await train({
      ...options(3),
      network: small,
      data: noise(40, [3], 2, 1),
      validation: noise(9, [3], 2, 2),
    });
    expect(threads).toBe(1);
  });
});
