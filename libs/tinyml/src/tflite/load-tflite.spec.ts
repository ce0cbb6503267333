import { AppError } from '@fettle/kernel';
import { createInterpreter } from '../interpreter/interpreter';
import { DEFAULT_LIMITS } from '../limits';
import { encodeTflite, SubgraphSpec, TensorSpec } from '../spec-builders/tflite';
import { encodeOne } from '../spec-builders/one-operator';
import { loadTflite } from './load-tflite';

const TENSOR: TensorSpec = { shape: [1, 4], scale: 0.5, zero: 1 };
const RELU: SubgraphSpec = {
  tensors: [TENSOR, TENSOR],
  inputs: [0],
  outputs: [1],
  operators: [{ code: 19, inputs: [0], outputs: [1] }],
};

function refusal(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('loadTflite', () => {
  it('reads shapes, types and quantisation as they were written', () => {
    const [subgraph] = loadTflite(encodeTflite([RELU])).subgraphs;
    expect(subgraph).toMatchObject({ inputs: [0], outputs: [1] });
    expect(subgraph!.tensors[0]).toMatchObject({
      shape: [1, 4],
      type: 'int8',
      quantization: { scales: [0.5], zeroPoints: [1] },
    });
    expect(subgraph!.operators[0]).toMatchObject({ name: 'RELU', inputs: [0], outputs: [1] });
  });

  it('names an operator that is not supported, and its place', () => {
    const operators = [...RELU.operators, { code: 66, inputs: [1], outputs: [2] }];
    const error = refusal(() =>
      loadTflite(encodeTflite([{ ...RELU, tensors: [TENSOR, TENSOR, TENSOR], operators }])),
    );
    expect(error.code).toBe('TINYML.OPERATOR_UNSUPPORTED');
    expect(error.details).toEqual({ subgraph: 0, operatorIndex: 1, operator: 'SIN' });
  });

  it('names an operator newer than the schema it knows by its code', () => {
    const error = refusal(() =>
      loadTflite(encodeTflite([{ ...RELU, operators: [{ code: 999, inputs: [0], outputs: [1] }] }])),
    );
    expect(error.details).toMatchObject({ operator: 'BUILTIN_999' });
  });

  it('an operator in a form it cannot take is refused with name, place and reason', () => {
    const real: TensorSpec = { shape: [1, 4], type: 'float32' };
    const error = refusal(() =>
      createInterpreter(loadTflite(encodeTflite([{ ...RELU, tensors: [real, real] }])), 'tflm'),
    );
    expect(error.code).toBe('TINYML.OPERATOR_REFUSED');
    expect(error.details).toMatchObject({ subgraph: 0, operatorIndex: 0, operator: 'RELU' });
  });

  it('a declared output shape that the operator does not give is refused', () => {
    const wrong = { ...RELU, tensors: [TENSOR, { ...TENSOR, shape: [4, 1] }] };
    const error = refusal(() => createInterpreter(loadTflite(encodeTflite([wrong])), 'tflm'));
    expect(error.message).toBe('RELU (operator 0 of subgraph 0): output 0 is declared [4, 1], not [1, 4]');
  });

  it('what is read too early, written twice, missing or out of range is malformed', () => {
    const cases: SubgraphSpec[] = [
      { ...RELU, operators: [{ code: 19, inputs: [1], outputs: [0] }] },
      { ...RELU, operators: [...RELU.operators, { code: 19, inputs: [0], outputs: [1] }] },
      { ...RELU, operators: [] },
      { ...RELU, operators: [{ code: 19, inputs: [7], outputs: [1] }] },
      { ...RELU, inputs: [-1] },
      { ...RELU, tensors: [TENSOR, { ...TENSOR, scale: -1 }] },
      { ...RELU, tensors: [TENSOR, { ...TENSOR, zero: 200 }] },
      { ...RELU, tensors: [TENSOR, { ...TENSOR, shape: [0, 4] }] },
      { ...RELU, tensors: [TENSOR, TENSOR, { ...TENSOR, values: [1, 2, 3] }] },
    ];
    for (const subgraph of cases) {
      expect(refusal(() => loadTflite(encodeTflite([subgraph]))).code).toBe('TINYML.MALFORMED');
    }
  });

  it('a tensor that no operator reads or writes may be empty: converters write carriers within an LSTM so', () => {
    const carrier: TensorSpec = { ...TENSOR, shape: [0] };
    const [operator] = RELU.operators;
    const tensors = [TENSOR, TENSOR, carrier];
    const model = loadTflite(
      encodeTflite([{ ...RELU, tensors, operators: [{ ...operator!, intermediates: [2] }] }]),
    );
    expect(model.subgraphs[0]!.tensors[2]!.shape).toEqual([0]);
    const output = { ...RELU, tensors, operators: [{ ...operator!, outputs: [2] }], outputs: [2] };
    expect(refusal(() => loadTflite(encodeTflite([output]))).code).toBe('TINYML.MALFORMED');
    const negative = { ...RELU, tensors: [TENSOR, TENSOR, { ...TENSOR, shape: [-1] }] };
    expect(refusal(() => loadTflite(encodeTflite([negative]))).code).toBe('TINYML.MALFORMED');
  });

  it('a tensor that is state and constant is malformed: a reset would write into the file', () => {
    const both = { shape: [2], scale: 0.1, zero: 0, values: [1, 2], variable: true };
    const one = {
      code: 0,
      inputs: [{ shape: [2], scale: 0.1, zero: 0 }, both],
      outputs: [{ shape: [2], scale: 0.1, zero: 0 }],
    };
    expect(() => loadTflite(encodeOne(one))).toThrow(/tensor 1 is state, and constant/);
  });

  it('every cut of a model is malformed', () => {
    const bytes = encodeTflite([RELU]);
    for (let length = 0; length < bytes.length - 4; length++) {
      expect(refusal(() => loadTflite(bytes.slice(0, length))).code).toBe('TINYML.MALFORMED');
    }
  });

  it('what is too large is refused before it is allocated', () => {
    const huge = { ...TENSOR, shape: [65536, 65536] };
    expect(refusal(() => loadTflite(encodeTflite([{ ...RELU, tensors: [huge, huge] }]))).code).toBe(
      'TINYML.TOO_LARGE',
    );
    const large = { ...TENSOR, shape: [1, 40_000_000] };
    const model = loadTflite(encodeTflite([{ ...RELU, tensors: [large, large] }]));
    expect(refusal(() => createInterpreter(model, 'tflm')).code).toBe('TINYML.TOO_LARGE');
    const few = { ...DEFAULT_LIMITS, steps: 3 };
    expect(refusal(() => createInterpreter(loadTflite(encodeTflite([RELU])), 'tflm', few)).code).toBe(
      'TINYML.TOO_LARGE',
    );
    expect(refusal(() => loadTflite(encodeTflite([RELU]), { ...DEFAULT_LIMITS, modelBytes: 9 })).code).toBe(
      'TINYML.TOO_LARGE',
    );
    expect(refusal(() => loadTflite(encodeTflite([RELU]), { ...DEFAULT_LIMITS, nodes: 1 })).code).toBe(
      'TINYML.TOO_LARGE',
    );
  });

  it('inputs of another number, type or length are refused', () => {
    const interpreter = createInterpreter(loadTflite(encodeTflite([RELU])), 'tflm');
    for (const inputs of [
      [],
      [new Int8Array(3)],
      [new Uint8Array(4)],
      [new Int8Array(4), new Int8Array(4)],
    ]) {
      expect(refusal(() => interpreter.run(inputs)).code).toBe('TINYML.BAD_INPUT');
    }
  });
});
