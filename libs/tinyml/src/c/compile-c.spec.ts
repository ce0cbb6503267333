import { AppError } from '@fettle/kernel';
import { encodeOne, OneOperator } from '../spec-builders/one-operator';
import { statefulModels } from '../spec-builders/stateful-models';
import { loadTflite } from '../tflite/load-tflite';
import { compileC } from './compile-c';

const Q = { scale: 0.05, zero: 3 };
const DENSE: OneOperator = {
  code: 9,
  inputs: [
    { ...Q, shape: [1, 2] },
    { shape: [2, 2], scale: 0.02, values: [1, -2, 3, -128] },
    { shape: [2], type: 'int32', values: [100, -200] },
  ],
  outputs: [{ scale: 0.3, zero: -5, shape: [1, 2] }],
};
const RESHAPE: OneOperator = {
  code: 22,
  inputs: [
    { ...Q, shape: [2, 3] },
    { shape: [1], type: 'int32', values: [6] },
  ],
  outputs: [{ ...Q, shape: [6] }],
};
const compile = (one: OneOperator, name = 'model'): ReturnType<typeof compileC> =>
  compileC(loadTflite(encodeOne(one)), name);

function errorOf(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    return error as AppError;
  }
  throw new Error('nothing was refused');
}

describe('a model as C99', () => {
  it('has its layer named with shapes, and its constants in view', () => {
    const { source } = compile(DENSE);
    expect(source).toContain('/* Layer 0, FULLY_CONNECTED: [1, 2] -> [1, 2]. */');
    expect(source).toContain('static const int16_t l0_biases[2] = {\n  100, -200,\n};');
  });

  it('has the weights of four units beside each other, filled up with zeros', () => {
    expect(compile(DENSE).source).toContain('l0_weights[8] = {\n  1, 3, 0, 0, -2, -128, 0, 0,\n};');
  });

  it('states sizes and quantisation, under the name it is given', () => {
    const { header, arena } = compile(DENSE, 'pump');
    expect(arena.bytes).toBe(8);
    expect(header).toContain('#define PUMP_ARENA_BYTES 8\n');
    expect(header).toContain('#define PUMP_INPUT_BYTES 2\n');
    expect(header).toContain('#define PUMP_OUTPUT_ZERO_POINT (-5)\n');
    expect(header).toMatch(
      /#ifdef __cplusplus\nextern "C" \{\n#endif[\s\S]*void pump_run\(void\);[\s\S]*\}\n#endif\n/,
    );
  });

  it('does nothing for a reshape that takes over its input', () => {
    const { source, arena } = compile(RESHAPE);
    expect(source).not.toContain('memcpy');
    expect(source).toContain('nothing to do, the memory is shared');
    expect(arena.bytes).toBe(8);
  });

  it('gives inputs and outputs their own types, and counts their bytes', () => {
    const { header } = compile({
      code: 6,
      inputs: [{ shape: [5], type: 'int16', scale: 0.1, zero: 0 }],
      outputs: [{ shape: [5], type: 'float32' }],
    });
    expect(header).toContain('#define MODEL_INPUT_BYTES 10\n');
    expect(header).toContain('#define MODEL_OUTPUT_BYTES 20\n');
    expect(header).toContain('int16_t *model_input(void);');
    expect(header).toContain('const float *model_output(void);');
  });

  it('offers a reset where something outlives a run, and only there', () => {
    const remembering = statefulModels().map(([, bytes]) => compileC(loadTflite(bytes), 'model').header);
    for (const header of remembering) expect(header).toContain('void model_reset(void);');
    expect(compile(DENSE).header).not.toContain('reset');
  });

  it('keeps variables beside the arena, and states their size', () => {
    const [, bytes] = statefulModels()[0]!;
    const { header, stateBytes } = compileC(loadTflite(bytes), 'model');
    expect(stateBytes).toBe(8);
    expect(header).toContain('#define MODEL_STATE_BYTES 8\n');
  });

  it('is the same text for the same model, and the same runtime for every model', () => {
    expect(compile(DENSE)).toEqual(compile(DENSE));
    expect(compile(RESHAPE).runtime).toBe(compile(DENSE).runtime);
  });

  it('refuses forms of an operator that it has no C for, by name and place', () => {
    const shifted: OneOperator = {
      ...DENSE,
      inputs: [DENSE.inputs[0]!, { ...DENSE.inputs[1]!, zero: 4 }, DENSE.inputs[2]!],
    };
    const error = errorOf(() => compile(shifted));
    expect(error.code).toBe('TINYML.OPERATOR_NOT_COMPILED');
    expect(error.message).toContain('FULLY_CONNECTED (operator 0 of subgraph 0): weights with a zero point');
    expect(error.details).toMatchObject({ operator: 'FULLY_CONNECTED', operatorIndex: 0 });
  });

  it.each(['Pump', '1st', 'a-b', ''])('refuses %p as a name', (name) => {
    expect(errorOf(() => compile(DENSE, name)).code).toBe('TINYML.BAD_NAME');
  });
});
