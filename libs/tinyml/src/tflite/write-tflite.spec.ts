import { createInterpreter } from '../interpreter/interpreter';
import { OPERATORS } from '../operators/registry';
import { BOTH, encodeOne } from '../spec-builders/one-operator';
import { SAMPLE_MODELS } from '../spec-builders/sample-models';
import { elementsFrom, encodeTflite, TensorSpec } from '../spec-builders/tflite';
import { storedValues } from '../spec-builders/one-operator';
import { Model } from '../graph/model.types';
import { FieldSink } from './field-sink';
import { loadTflite } from './load-tflite';
import { writeTflite } from './write-tflite';

function outputsOf(model: Model, arithmetic: (typeof BOTH)[number]): unknown {
  const interpreter = createInterpreter(model, arithmetic);
  const inputs = interpreter.inputs.map(({ type, shape }, i) =>
    elementsFrom(type, storedValues({ type, shape }, i + 1)),
  );
  return [1, 2].map(() => interpreter.run(inputs).map((values) => Array.from(values as Int8Array)));
}

const VALUE = { scale: 0.05, zero: 3, shape: [1, 4] };
const INITIAL = { ...VALUE, values: [9, 8, 7, 6] };
const HANDLE: TensorSpec = { shape: [], type: 'resource' };
/** A counter: state that an initialising subgraph sets, added to and kept. */
const STATEFUL = encodeTflite([
  {
    tensors: [VALUE, HANDLE, VALUE, VALUE],
    inputs: [0],
    outputs: [3],
    operators: [
      { code: 129, inputs: [], outputs: [], options: { 0: { i32: 1 } } },
      { code: 142, inputs: [], outputs: [1], options: { 1: { text: 'kept' } } },
      { code: 143, inputs: [1], outputs: [2] },
      { code: 0, inputs: [0, 2], outputs: [3] },
      { code: 144, inputs: [1, 3], outputs: [] },
    ],
  },
  {
    tensors: [HANDLE, INITIAL],
    inputs: [],
    outputs: [],
    operators: [
      { code: 142, inputs: [], outputs: [0], options: { 1: { text: 'kept' } } },
      { code: 144, inputs: [0, 1], outputs: [] },
    ],
  },
]);

describe('writeTflite', () => {
  it.each([...SAMPLE_MODELS, STATEFUL].map((bytes, i) => [i, bytes] as const))(
    'what is written reads as an equal model, and again as the same bytes: sample %d',
    (_, bytes) => {
      const model = loadTflite(bytes);
      const written = writeTflite(model);
      expect(loadTflite(written)).toEqual(model);
      expect(writeTflite(loadTflite(written))).toEqual(written);
    },
  );

  it.each(BOTH)('a written model computes the same bits in %s', (arithmetic) => {
    for (const bytes of [...SAMPLE_MODELS, STATEFUL]) {
      const model = loadTflite(bytes);
      expect(outputsOf(loadTflite(writeTflite(model)), arithmetic)).toEqual(outputsOf(model, arithmetic));
    }
  });

  it('is no larger than the plainest encoding', () => {
    for (const bytes of SAMPLE_MODELS) {
      // Alignment of constants to 16 bytes may cost up to 15 each.
      const constants = loadTflite(bytes).subgraphs.flatMap(({ tensors }) =>
        tensors.filter(({ data }) => data !== undefined),
      );
      expect(writeTflite(loadTflite(bytes)).length).toBeLessThanOrEqual(bytes.length + 16 * constants.length);
    }
  });

  it('constants are stored once for each view, and lie at multiples of 16', () => {
    const constant: TensorSpec = { scale: 1, shape: [1, 64], values: storedValues({ shape: [1, 64] }, 1) };
    const model = loadTflite(
      encodeOne({
        code: 0,
        inputs: [{ ...constant, values: undefined! }, constant],
        outputs: [constant].map(({ shape, scale }) => ({ shape, scale: scale! })),
      }),
    );
    const { tensors } = loadTflite(writeTflite(model)).subgraphs[0]!;
    expect(tensors[1]!.data!.byteOffset % 16).toBe(0);
    const doubled: Model = {
      ...model,
      subgraphs: model.subgraphs.map((graph) => ({
        ...graph,
        tensors: graph.tensors.map((tensor) =>
          tensor.index === 2 ? tensor : { ...tensor, data: graph.tensors[1]!.data! },
        ),
        inputs: [],
      })),
    };
    expect(writeTflite(doubled).length).toBeLessThan(writeTflite(model).length + 64);
  });

  it('metadata is carried, and readers of the graph pass over it', () => {
    const model = loadTflite(SAMPLE_MODELS[0]!);
    const note = { name: 'fettle.origin', data: new TextEncoder().encode('a bearing') };
    const written = writeTflite(model, [note]);
    expect(Buffer.from(written).includes('fettle.origin')).toBe(true);
    expect(Buffer.from(written).includes('a bearing')).toBe(true);
    expect(loadTflite(written)).toEqual(model);
  });
});

describe('options of every row', () => {
  /** Reads what was written, and where nothing was, what the reader says is absent. */
  function sourceOver(sink: FieldSink): Parameters<(typeof OPERATORS)[number]['readOptions']>[0] {
    const number = (id: number, absent = 0): number => {
      const field = sink.fields.get(id);
      return field !== undefined && 'value' in field ? field.value : absent;
    };
    return {
      int32: number,
      int8: number,
      uint8: number,
      float32: number,
      bool: (id, absent = false) => number(id, absent ? 1 : 0) !== 0,
      int32s: (id) => {
        const field = sink.fields.get(id);
        return field?.kind === 'int32s' ? [...field.values] : [];
      },
      text: (id) => {
        const field = sink.fields.get(id);
        return field?.kind === 'text' ? field.text : '';
      },
    };
  }

  /** Every field the reader asks for answered with something that is not a default. */
  const unusual: Parameters<(typeof OPERATORS)[number]['readOptions']>[0] = {
    int32: (id) => id + 2,
    int8: () => 1,
    uint8: () => 1,
    float32: (id) => 0.5 + id,
    bool: (_, absent = false) => !absent,
    int32s: (id) => [id, 7],
    text: (id) => `text ${id}`,
  };

  it.each(OPERATORS.map((row) => [row.name, row] as const))('%s: read what they wrote', (_, row) => {
    for (const options of [row.readOptions(unusual), row.readOptions(sourceOver(new FieldSink()))]) {
      const sink = new FieldSink();
      row.tflite.writeOptions(options, sink, { inputs: [], outputs: [] });
      expect(row.readOptions(sourceOver(sink))).toEqual(options);
    }
  });
});
