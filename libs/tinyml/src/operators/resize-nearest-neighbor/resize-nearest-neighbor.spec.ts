import { compileC } from '../../c/compile-c';
import { encodeOne } from '../../spec-builders/one-operator';
import { loadTflite } from '../../tflite/load-tflite';

/** The compiled text of an image resized from one height to another. */
function resized(from: number, to: number, align = 0, centred = 0): string {
  const one = {
    code: 97,
    options: { 0: { i8: align }, 1: { i8: centred } },
    inputs: [
      { shape: [1, from, 2, 3], scale: 0.1, zero: 0 },
      { shape: [2], type: 'int32' as const, values: [to, 2] },
    ],
    outputs: [{ shape: [1, to, 2, 3], scale: 0.1, zero: 0 }],
  };
  return compileC(loadTflite(encodeOne(one)), 'model').source;
}

describe('RESIZE_NEAREST_NEIGHBOR in C', () => {
  it('twice the size is half the index', () => {
    expect(resized(4, 8)).toContain('from + i / 2 * 6;');
  });

  it('half the size is twice the index', () => {
    expect(resized(8, 4)).toContain('from + i * 2 * 6;');
  });

  it('centres and aligned corners are fractions as well', () => {
    expect(resized(5, 3, 0, 1)).toContain('from + (i * 10 + 5) / 6 * 6;');
    expect(resized(3, 5, 1, 0)).toContain('from + (i + 1) / 2 * 6;');
  });

  it('where float32 rounds a coordinate across an integer, a table has the indices', () => {
    expect(resized(26, 22)).toContain('static const int32_t l0_rows[22]');
    expect(resized(4, 8)).not.toContain('l0_rows');
  });
});
