import { hash32 } from '@fettle/kernel';
import { fixedPointFunctions, reciprocalDigits, reciprocalExponent } from './fixed-point-functions';
import { SIGMOID_TABLE } from './sigmoid-table';
import { logistic16, tanh16 } from './squashing-16';

describe('fixed-point functions', () => {
  for (const [bits, error] of [
    [32, 2 ** -22],
    [16, 2 ** -12],
  ] as const) {
    const functions = fixedPointFunctions(bits);
    const one = 2 ** (bits - 1);
    const raws = Array.from({ length: 401 }, (_, i) => Math.trunc(((i - 200) / 200) * (one - 1)));

    for (const integerBits of [0, 2, 3, 4, 5]) {
      it(`${bits} bits with ${integerBits} integer bits: exp, logistic and tanh are within ${error}`, () => {
        for (const raw of raws) {
          const x = (raw / one) * 2 ** integerBits;
          if (raw <= 0)
            expect(Math.abs(functions.exp(raw, integerBits) / one - Math.exp(x))).toBeLessThan(error);
          expect(Math.abs(functions.logistic(raw, integerBits) / one - 1 / (1 + Math.exp(-x)))).toBeLessThan(
            error,
          );
          expect(Math.abs(functions.tanh(raw, integerBits) / one - Math.tanh(x))).toBeLessThan(2 * error);
        }
      });
    }

    it(`${bits} bits: logistic is symmetric about a half, tanh about zero`, () => {
      for (const raw of raws.filter((value) => value > 0)) {
        expect(functions.logistic(raw, 3) + functions.logistic(-raw, 3)).toBe(one - 1);
        expect(functions.tanh(raw, 3)).toBe(-functions.tanh(-raw, 3));
      }
    });
  }

  it('a reciprocal times its number is one', () => {
    for (const x of [1, 3, 524_288, 524_289, 1_000_000, 2_147_483_647]) {
      const raw = reciprocalDigits(x);
      const exponent = reciprocalExponent(x, 12);
      expect(Math.abs((raw / 2 ** (31 + exponent)) * (x / 2 ** 19) - 1)).toBeLessThan(2 ** -27);
    }
  });

  it('the sigmoid table is the one of the specification', () => {
    expect([...SIGMOID_TABLE.subarray(0, 9)]).toEqual([
      32768, 33451, 34133, 34813, 35493, 36169, 36843, 37513, 38180,
    ]);
    expect([SIGMOID_TABLE[100], SIGMOID_TABLE[200], SIGMOID_TABLE[254], SIGMOID_TABLE[255]]).toEqual([
      64536, 65520, 65534, 65535,
    ]);
    expect(hash32(SIGMOID_TABLE.join())).toBe(2142661781);
  });

  it('16-bit logistic and tanh rise from end to end', () => {
    const step = { multiplier: 3, shift: 0 };
    for (let x = -32768; x < 32767; x += 13) {
      expect(logistic16(x + 1, step)).toBeGreaterThanOrEqual(logistic16(x, step));
      expect(tanh16(x + 1, step)).toBeGreaterThanOrEqual(tanh16(x, step));
    }
  });
});
