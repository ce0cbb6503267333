import { seededRandom } from '@fettle/kernel';
import {
  BOTH,
  interpret,
  OneOperator,
  reals,
  runOne,
  storedValues,
  worstError,
} from '../spec-builders/one-operator';
import { TensorSpec } from '../spec-builders/tflite';

describe('MEAN', () => {
  const input = { shape: [2, 5, 6, 3], scale: 0.03, zero: -40 };
  const axesList = [[1, 2], [-1], [0, 3], [0, 1, 2, 3], [2, 1]];
  for (const axes of axesList) {
    for (const keep of [true, false]) {
      for (const arithmetic of BOTH) {
        it(`over ${axes.join(', ')}${keep ? ', kept' : ''}: within 0.6 steps of the real mean: it is rounded twice (${arithmetic})`, () => {
          const resolved = axes.map((axis) => (axis + 4) % 4);
          const full = input.shape.map((extent, i) => (resolved.includes(i) ? 1 : extent));
          const shape = keep ? full : full.filter((_, i) => !resolved.includes(i));
          const output = { shape, scale: 0.011, zero: 17 };
          const axis = { shape: [axes.length], type: 'int32' as const, values: axes };
          const one: OneOperator = {
            code: 40,
            options: { 0: { i8: keep ? 1 : 0 } },
            inputs: [input, axis],
            outputs: [output],
          };
          const stored = storedValues(input, 3);
          const sums = new Map<string, number[]>();
          reals(input, stored).forEach((value, flat) => {
            const place = [
              Math.floor(flat / 90),
              Math.floor(flat / 18) % 5,
              Math.floor(flat / 3) % 6,
              flat % 3,
            ];
            const key = place.map((p, i) => (resolved.includes(i) ? 0 : p)).join();
            sums.set(key, [...(sums.get(key) ?? []), value]);
          });
          const ideal = [...sums.values()].map((list) => list.reduce((a, b) => a + b, 0) / list.length);
          const [result] = runOne(one, arithmetic, [stored]);
          expect(worstError(output, result!, ideal)).toBeLessThanOrEqual(0.6);
        });
      }
    }
  }
});

describe('REDUCE_MAX and REDUCE_MIN', () => {
  const input = { shape: [2, 3, 2, 2], scale: 0.1, zero: -3 };
  const stored = storedValues(input, 5);
  const cases = [
    ['REDUCE_MAX', 82, Math.max],
    ['REDUCE_MIN', 89, Math.min],
  ] as const;
  for (const [name, code, choose] of cases) {
    const over = (axes: readonly number[], shape: readonly number[], keep = 0): OneOperator => ({
      code,
      options: { 0: { i8: keep } },
      inputs: [input, { shape: [axes.length], type: 'int32', values: axes }],
      outputs: [{ ...input, shape }],
    });
    /** Of the values whose place differs in these dimensions alone. */
    const ideal = (axes: readonly number[]): number[] => {
      const groups = new Map<string, number[]>();
      stored.forEach((value, flat) => {
        const place = [Math.floor(flat / 12), Math.floor(flat / 4) % 3, Math.floor(flat / 2) % 2, flat % 2];
        const key = place.filter((_, axis) => !axes.includes(axis)).join();
        groups.set(key, [...(groups.get(key) ?? []), value]);
      });
      return [...groups.values()].map((values) => choose(...values));
    };
    it(`${name} is the value furthest along the axes, which may be several, apart, or all`, () => {
      expect(runOne(over([1, 2], [2, 2]), 'tflm', [stored])).toEqual([ideal([1, 2])]);
      expect(runOne(over([0, 2], [3, 2]), 'litert', [stored])).toEqual([ideal([0, 2])]);
      expect(runOne(over([-1], [2, 3, 2, 1], 1), 'tflm', [stored])).toEqual([ideal([3])]);
      expect(runOne(over([0, 1, 2, 3], []), 'tflm', [stored])).toEqual([ideal([0, 1, 2, 3])]);
    });
    it(`${name} refuses another quantisation, as the runtimes do`, () => {
      const rescaled = { ...over([1], [2, 2, 2]), outputs: [{ ...input, shape: [2, 2, 2], scale: 0.2 }] };
      expect(() => interpret(rescaled, 'tflm')).toThrow(/quantised differently/);
    });
  }
});

describe('pooling', () => {
  const input = { shape: [1, 7, 6, 2], scale: 0.1, zero: -3 };
  function pool(code: number, same: boolean, shape: readonly number[]): OneOperator {
    const options = {
      0: { i8: same ? 0 : 1 },
      1: { i32: 2 },
      2: { i32: 3 },
      3: { i32: 3 },
      4: { i32: 2 },
      5: { i8: 0 },
    };
    return { code, options, inputs: [input], outputs: [{ ...input, shape }] };
  }
  /** Stored values in each window, by output position; stride 3 down and 2 across, window 2 by 3. */
  function windows(stored: readonly number[], same: boolean, rows: number, columns: number): number[][] {
    const [top, left] = same ? [0, 0] : [0, 0];
    const before = same ? Math.floor(Math.max(0, (columns - 1) * 2 + 3 - 6) / 2) : left;
    const above = same ? Math.floor(Math.max(0, (rows - 1) * 3 + 2 - 7) / 2) : top;
    return Array.from({ length: rows * columns * 2 }, (_, flat) => {
      const [c, x, y] = [flat % 2, Math.floor(flat / 2) % columns, Math.floor(flat / 2 / columns)];
      const found: number[] = [];
      for (let i = y * 3 - above; i < y * 3 - above + 2; i++) {
        for (let j = x * 2 - before; j < x * 2 - before + 3; j++) {
          if (i >= 0 && i < 7 && j >= 0 && j < 6) found.push(stored[(i * 6 + j) * 2 + c]!);
        }
      }
      return found;
    });
  }
  for (const [same, rows, columns] of [
    [true, 3, 3],
    [false, 2, 2],
  ] as const) {
    it(`AVERAGE_POOL_2D is the mean of what lies inside, ${same ? 'SAME' : 'VALID'}`, () => {
      const stored = storedValues(input, 4);
      const ideal = windows(stored, same, rows, columns).map(
        (list) => list.reduce((a, b) => a + b, 0) / list.length,
      );
      const [result] = runOne(pool(1, same, [1, rows, columns, 2]), 'tflm', [stored]);
      result!.forEach((value, i) => expect(Math.abs(value - ideal[i]!)).toBeLessThanOrEqual(0.5));
    });
    it(`MAX_POOL_2D is the greatest of what lies inside, ${same ? 'SAME' : 'VALID'}`, () => {
      const stored = storedValues(input, 4);
      const ideal = windows(stored, same, rows, columns).map((list) => Math.max(...list));
      expect(runOne(pool(17, same, [1, rows, columns, 2]), 'litert', [stored])).toEqual([ideal]);
    });
  }
});

describe('SOFTMAX', () => {
  function ideal(values: readonly number[], depth: number, beta: number): number[] {
    return values.map((value, i) => {
      const row = values.slice(i - (i % depth), i - (i % depth) + depth);
      return Math.exp(beta * value) / row.reduce((sum, other) => sum + Math.exp(beta * other), 0);
    });
  }
  const cases: readonly [string, TensorSpec, TensorSpec, number, number][] = [
    [
      '8 bits',
      { shape: [4, 10], scale: 0.11, zero: 20 },
      { shape: [4, 10], scale: 1 / 256, zero: -128 },
      1,
      0.6,
    ],
    [
      '8 bits, beta',
      { shape: [3, 7], scale: 0.02, zero: 0 },
      { shape: [3, 7], scale: 1 / 256, zero: -128 },
      0.5,
      0.6,
    ],
    [
      '8 to 16 bits',
      { shape: [4, 10], scale: 0.11, zero: 20 },
      { shape: [4, 10], type: 'int16', scale: 1 / 65536, zero: -32768 },
      1,
      8,
    ],
    [
      '16 bits',
      { shape: [4, 10], type: 'int16', scale: 0.0003, zero: 0 },
      { shape: [4, 10], type: 'int16', scale: 1 / 32768, zero: 0 },
      1,
      12,
    ],
  ];
  for (const [title, input, output, beta, within] of cases) {
    for (const arithmetic of BOTH) {
      it(`${title}: within ${within} steps of the real softmax (${arithmetic})`, () => {
        const one = { code: 25, options: { 0: { f32: beta } }, inputs: [input], outputs: [output] };
        const stored = storedValues(input, 6);
        const [result] = runOne(one, arithmetic, [stored]);
        expect(
          worstError(output, result!, ideal(reals(input, stored), input.shape[1]!, beta)),
        ).toBeLessThanOrEqual(within);
      });
    }
  }

  it('a greater input never gets a lesser output', () => {
    const input = { shape: [1, 64], scale: 0.03, zero: 0 };
    const output = { shape: [1, 64], scale: 1 / 256, zero: -128 };
    const interpreter = interpret(
      { code: 25, options: { 0: { f32: 1 } }, inputs: [input], outputs: [output] },
      'tflm',
    );
    const random = seededRandom(12);
    for (let round = 0; round < 50; round++) {
      const x = Int8Array.from({ length: 64 }, () => random.below(256) - 128);
      const [y] = interpreter.run([x]) as [Int8Array];
      const order = [...x.keys()].sort((a, b) => x[a]! - x[b]!);
      for (let i = 1; i < 64; i++) expect(y[order[i]!]).toBeGreaterThanOrEqual(y[order[i - 1]!]!);
    }
  });
});
