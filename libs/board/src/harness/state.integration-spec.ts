import { seededRandom } from '@fettle/kernel';
import { createInterpreter } from '@fettle/tinyml';
import { initialNetwork, quantize } from '@fettle/training';
import { boardTarget } from '../targets/registry';
import { missingTools } from '../toolchain/tools';
import { runModelsOnBoard } from './run-models';

const target = boardTarget('cortex-m4');
const there = missingTools(target).length === 0;
if (!there) console.warn(`SKIPPED: state on the board; ${missingTools(target).join(', ')} not there`);

(there ? describe : describe.skip)('a model that remembers, on the board', () => {
  it('begins each run anew, as recorded runs do, with the bits of the interpreter', async () => {
    const random = seededRandom(11);
    const spec = {
      input: [6, 3],
      layers: [{ kind: 'gru', units: 4 } as const, { kind: 'dense', units: 2 } as const],
    };
    const calibration = Float32Array.from({ length: 20 * 18 }, () => random.normal());
    const { model } = quantize(initialNetwork(spec, random), calibration, { recurrent: 'streaming' });
    const inputs = [1, 2, 1].map((seed) => Int8Array.from({ length: 3 }, (_, i) => seed * 40 - i * 17));
    const interpreter = createInterpreter(model, 'tflm');
    const remembered = inputs.map((input) => Buffer.from((interpreter.run([input])[0] as Int8Array).slice()));
    const expected = inputs.map((input) => {
      interpreter.reset();
      return Buffer.from((interpreter.run([input])[0] as Int8Array).slice());
    });
    expect(remembered).not.toEqual(expected);
    const { models } = await runModelsOnBoard({
      target,
      models: [{ name: 'model', model, inputs: inputs.map((input) => new Uint8Array(input.buffer)) }],
    });
    expect(models[0]!.runs.map(({ outputs }) => Buffer.from(outputs))).toEqual(expected);
  });
});
