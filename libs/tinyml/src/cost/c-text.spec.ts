import { compileC } from '../c/compile-c';
import { SAMPLE_MODELS } from '../spec-builders/sample-models';
import { loadTflite } from '../tflite/load-tflite';
import { calledFunctions, convertedTypes, declaredConstant, resetStatements } from './c-text';
import { compiledLayers } from './compiled-layers';
import { ownFunction } from './contexts';
import { reachedFrom, runtimeCalls } from './runtime-calls';

describe('what C text says of its cost', () => {
  it('arrays take their elements, up to a word; structures a word for each member', () => {
    expect(declaredConstant('static const int8_t l0_weights[7] = {\n  1,\n};')).toEqual({
      name: 'l0_weights',
      bytes: 8,
      array: true,
    });
    expect(declaredConstant('static const FETTLE_ALIGNED int16_t l0_biases[3] = {\n  1,\n};')).toMatchObject({
      bytes: 8,
    });
    const structure =
      'static const fettle_x l0_x = {\n  .a = 1,\n  .rows = {\n    .b = -2,\n    .c = l0_weights,\n  },\n};';
    expect(declaredConstant(structure)).toEqual({ name: 'l0_x', bytes: 12, array: false });
  });

  it('functions count once, wherever they are called', () => {
    const text =
      'fettle_a(&x, ARENA);\nfor (int32_t i = 0; i < 3; i++) {\n  fettle_a((int8_t *)(ARENA + 4), fettle_b(a, 2));\n}';
    expect(calledFunctions(text)).toEqual(['fettle_a', 'fettle_b']);
  });

  it('conversions are told by both types, other loops by none', () => {
    const loop = 'for (int32_t i = 0; i < 2; i++) {\n  y[i] = x[i];\n}';
    const types = 'const fettle_int16 *x = (fettle_int16 *)(void *)ARENA;\nint8_t *y = ARENA + 8;\n';
    expect(convertedTypes(types + loop)).toBe('narrow to narrow');
    expect(convertedTypes(types.replace('int8_t', 'fettle_float32') + loop)).toBe('narrow to float32');
    expect(convertedTypes(loop)).toBeUndefined();
  });

  it('what a reset does is read from its function, if there is one', () => {
    const function_ = 'void m_reset(void)\n{\n  memset(ARENA, 2, 8);\n}\n';
    expect(resetStatements(`int x;\n${function_}`)).toBe('  memset(ARENA, 2, 8);\n');
    expect(resetStatements('int x;\n')).toBe('');
  });

  it('every declaration of every sample is understood, and every call leads somewhere', () => {
    for (const bytes of SAMPLE_MODELS.slice(0, 3)) {
      const model = loadTflite(bytes);
      const known = runtimeCalls(compileC(model, 'model').runtime);
      for (const { functions } of compiledLayers(model).layers) {
        for (const name of functions) expect(known.has(name) || !ownFunction(name)).toBe(true);
      }
    }
  });

  it('functions reach what they call, and what that calls', () => {
    const calls = runtimeCalls(
      'static inline int a(int x)\n{\n  return fettle_b(x);\n}\n' +
        'static inline int fettle_b(int x)\n{\n  return fettle_c(x);\n}\n' +
        'static inline int fettle_c(int x)\n{\n  return x;\n}\n',
    );
    expect([...reachedFrom(['a'], calls)]).toEqual(['a', 'fettle_b', 'fettle_c']);
  });
});
