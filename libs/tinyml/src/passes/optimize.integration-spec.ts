import { planArena } from '../memory/arena';
import { publicModels } from '../spec-builders/public-models';
import { randomRuns } from '../spec-builders/random-runs';
import { optimize } from './optimize';

const { names, model: modelOf } = publicModels(process.env['FETTLE_DATA']);

(names.length > 0 ? describe : describe.skip)('an optimised public model', () => {
  it.each(names)('%s: same bits, no more operators or arena, nothing left to do', (name) => {
    const model = modelOf(name);
    const optimized = optimize(model).model;
    const [before, after] = [model.subgraphs[0]!, optimized.subgraphs[0]!];
    expect(randomRuns(optimized)).toEqual(randomRuns(model));
    expect(after.operators.length).toBeLessThanOrEqual(before.operators.length);
    expect(planArena(after).bytes).toBeLessThanOrEqual(planArena(before).bytes);
    expect(optimize(optimized).log).toEqual([]);
  });
});
