import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compiledLayers, MOVES } from '@fettle/tinyml';
import { Bench, type Measurements } from './measure';
import { priced } from './pricing';
import { syntheticModels, type SyntheticModel } from './synthetic/models';
import { targetCostsText } from './target-costs-text';

const ALONE = 5;
const CHAINS = [2, 4];
/** Of each kind, so many models of one layer are built by themselves, for their code and their stack. */
const BUILT_ALONE = 2;

/** Chains, some of each kind alone, and all whose code is a text of their own. */
function builtByThemselves(models: readonly SyntheticModel[]): readonly SyntheticModel[] {
  const alone = new Map<string, number>();
  return models.filter(({ kind, times, model }) => {
    const before = alone.get(kind) ?? 0;
    if (times === 1) alone.set(kind, before + 1);
    if (times > 1 || before < BUILT_ALONE) return true;
    return compiledLayers(model).layers.every(({ kernel }) => kernel === MOVES);
  });
}

async function calibrate(root: string, target: string): Promise<void> {
  const kept = join(root, '.cache/bench', `edge-${target}.json`);
  mkdirSync(dirname(kept), { recursive: true });
  const known = (
    existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : { observed: {}, built: {}, functionBytes: {} }
  ) as Measurements;
  const all = syntheticModels(ALONE, CHAINS);
  const models = all.map(({ model }) => model);
  const keep = (): void => writeFileSync(kept, JSON.stringify(known));
  const bench = new Bench(target, known, (progress) => {
    process.stderr.write(progress);
    keep();
  });
  await bench.observe(models);
  await bench.build(builtByThemselves(all).map(({ model }) => model));
  const named = {
    target,
    compiler: 'GCC 12.2 -Os',
    harnessBytes: await bench.harnessBytes(),
    functionBytes: await bench.functionBytes(
      all.filter(({ times }) => times === CHAINS.at(-1)).map(({ model }) => model),
    ),
  };
  keep();
  const file = join(root, 'libs/tinyml/src/cost/targets', `${target}.costs.ts`);
  writeFileSync(file, targetCostsText(priced(named, models, known)));
  process.stderr.write(`\n${file}\n`);
}

async function main(targets: readonly string[]): Promise<void> {
  for (const target of targets) await calibrate(join(__dirname, '../../..'), target);
}

void main(process.argv.slice(2));
