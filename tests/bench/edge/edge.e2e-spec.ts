import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { boardTarget, missingTools } from '@fettle/board';
import { describeEdge } from '../../../apps/fettle/src/bench/edge/edge-text';
import { runEdgeBench, type EdgeBenchResult } from '../../../apps/fettle/src/bench/edge/run-edge-bench';

const DATA = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../../shared/data');
const missing = [
  ...missingTools(boardTarget('cortex-m4')),
  ...(existsSync(join(DATA, 'tinyml')) ? [] : [`public data at ${DATA} (set FETTLE_DATA)`]),
];
if (missing.length > 0) console.warn(`SKIPPED: bench edge; not there: ${missing.join(', ')}`);

/** What a model may take on a Cortex-M4. */
const BUDGETS = {
  ad01_int8: { flashBytes: 272_000, ramBytes: 1_550, instructions: 520_000, besideWeights: 2_560 },
  kws_ref_model: { flashBytes: 38_000, ramBytes: 16_500, instructions: 7_000_000, besideWeights: 4_096 },
} as const;

(missing.length === 0 ? describe : describe.skip)('bench edge', () => {
  let result: EdgeBenchResult;
  beforeAll(async () => {
    result = await runEdgeBench({ dataDir: DATA, target: 'cortex-m4', mostRuns: 2 });
  }, 180_000);

  it.each(Object.entries(BUDGETS))('%s stays within its budget', (name, budget) => {
    const { flashBytes, weightBytes, ramBytes, instructions } = result.models[name]!;
    expect(flashBytes).toBeLessThanOrEqual(budget.flashBytes);
    expect(flashBytes - weightBytes).toBeLessThanOrEqual(budget.besideWeights);
    expect(ramBytes).toBeLessThanOrEqual(budget.ramBytes);
    expect(instructions).toBeLessThanOrEqual(budget.instructions);
  });

  it('no stage of the build changes a byte of an output', () => {
    for (const stages of Object.values(result.ablation)) {
      expect(Object.values(stages).map(({ mismatches }) => mismatches)).toEqual([0, 0, 0, 0]);
    }
  });

  it('both models beat every recorded rival in flash, RAM and instructions', () => {
    for (const [name, own] of Object.entries(result.models)) {
      for (const rival of Object.values(result.rivals)) {
        expect(own.flashBytes).toBeLessThan(rival[name]!.flashBytes);
        expect(own.ramBytes).toBeLessThan(rival[name]!.ramBytes);
        expect(own.instructions).toBeLessThan(rival[name]!.instructions);
      }
    }
  });

  it('says that instructions are no cycles, and that rivals were measured elsewhere', () => {
    const text = describeEdge(result);
    expect(text).toContain('not cycles');
    expect(text).toContain('not measured in this run');
  });

  it('names the data that is not there', async () => {
    await expect(runEdgeBench({ dataDir: '/nowhere', target: 'cortex-m4' })).rejects.toMatchObject({
      code: 'BENCH.NO_DATA',
    });
  });
});
