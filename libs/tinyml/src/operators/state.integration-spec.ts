import {
  differing,
  hasCompiler,
  runAllCompiled,
  runInterpreted,
  runsOver,
} from '../spec-builders/compiled-model';
import { statefulModels } from '../spec-builders/stateful-models';
import { encodeTflite } from '../spec-builders/tflite';
import { loadTflite } from '../tflite/load-tflite';

const compiler = hasCompiler();
if (!compiler) console.warn('SKIPPED: compiled operators with state; gcc is not there');

(compiler ? describe : describe.skip)('compiled operators with state, under sanitizers', () => {
  const models = statefulModels().map(([title, bytes]) => [title, loadTflite(bytes)] as const);

  it('carry it over between runs, and a reset brings back the beginning', () => {
    const cases = models.map(([, model]) => {
      const [first, ...later] = runsOver(model);
      return {
        model,
        runs: [first!, first!, ...later, 'reset' as const, first!, 'reset' as const, ...later],
      };
    });
    const compiled = runAllCompiled(cases);
    const wrong = models.filter(
      (_, i) => !compiled[i]!.equals(runInterpreted(cases[i]!.model, cases[i]!.runs)),
    );
    expect(wrong.map(([title]) => title)).toEqual([]);
  });

  it.each(models)('%s: what came before changes what comes after, until the reset', (_, model) => {
    const [first, second] = runsOver(model);
    const once = runInterpreted(model, [first!]);
    const last = (runs: Parameters<typeof runInterpreted>[1]): Buffer =>
      runInterpreted(model, runs).subarray(-once.length);
    expect(last([second!, first!]).equals(once)).toBe(false);
    expect(last([second!, 'reset', first!]).equals(once)).toBe(true);
  });

  it('an input that the model calls state is still an input: the first run does not forget it', () => {
    const tensor = { shape: [1, 2], scale: 0.1, zero: 5, variable: true };
    const doubled = encodeTflite([
      {
        tensors: [tensor, { ...tensor, variable: false }],
        inputs: [0],
        outputs: [1],
        operators: [{ code: 0, inputs: [0, 0], outputs: [1] }],
      },
    ]);
    expect(differing([['doubled', doubled]])).toEqual([]);
  });
});
