import { createInterpreter } from '../interpreter/interpreter';
import { BOTH, storedValues } from '../spec-builders/one-operator';
import { publicModels } from '../spec-builders/public-models';
import { elementsFrom } from '../spec-builders/tflite';
import { loadTflite } from './load-tflite';
import { writeTflite } from './write-tflite';

const { names, bytes: bytesOf } = publicModels(process.env['FETTLE_DATA']);

(names.length > 0 ? describe : describe.skip)('a written public model', () => {
  it.each(names)('%s: equal graph, same bits in both arithmetics, no larger than Google wrote it', (name) => {
    const bytes = bytesOf(name);
    const model = loadTflite(bytes);
    const written = writeTflite(model);
    const read = loadTflite(written);
    expect(read).toEqual(model);
    expect(written.length).toBeLessThanOrEqual(bytes.length);
    for (const arithmetic of BOTH) {
      const [first, second] = [model, read].map((each) => createInterpreter(each, arithmetic));
      const inputs = first!.inputs.map(({ type, shape }, i) =>
        elementsFrom(type, storedValues({ type, shape }, i)),
      );
      expect(second!.run(inputs)).toEqual(first!.run(inputs));
    }
  });
});
