import { seededRandom } from '@fettle/kernel';
import { highMultiply, rescale, roundingShift } from '../arithmetic/fixed-point';
import { hasCompiler, runProgram } from '../spec-builders/compiled-model';
import { runtimeHeader } from './runtime-header';

const compiler = hasCompiler();
if (!compiler) console.warn('SKIPPED: arithmetic of the runtime header; gcc is not there');

const MAIN = `#include <stdio.h>
#include "fettle_tinyml.h"
int main(void)
{
  int32_t given[3];
  while (fread(given, sizeof given, 1, stdin) == 1) {
    const int32_t results[3] = {
      fettle_high_multiply(given[0], given[1]),
      fettle_rounding_shift(given[0], given[2] < 0 ? -given[2] : given[2]),
      fettle_rescale(given[0], given[1], given[2]),
    };
    fwrite(results, sizeof results, 1, stdout);
  }
  return 0;
}
`;

/** Ends of the range, halves of either sign, and chance. */
function cases(): (readonly [number, number, number])[] {
  const random = seededRandom(4);
  const any = (): number => random.below(2 ** 32) | 0;
  const edges = [0, 1, -1, 2, -2, 3, -3, 32_768, -32_768, 1 << 30, -(1 << 30), 2147483647, -2147483648];
  const shifts = [-31, -30, -8, -1, 0, 1, 8, 30];
  const all = edges.flatMap((x) => edges.flatMap((m) => shifts.map((shift) => [x, m, shift] as const)));
  for (let i = 0; i < 50_000; i++) all.push([any(), any(), random.below(62) - 31]);
  return all;
}

(compiler ? describe : describe.skip)('arithmetic of the runtime header', () => {
  it('rounds, saturates and wraps as the interpreter does, at every edge', () => {
    const all = cases();
    const given = Int32Array.from(all.flat());
    const out = runProgram(
      { 'main.c': MAIN, 'fettle_tinyml.h': runtimeHeader() },
      new Uint8Array(given.buffer),
    );
    const results = new Int32Array(new Uint8Array(out).buffer);
    const wrong = all.filter(([x, m, shift], i) => {
      const expected = [highMultiply(x, m), roundingShift(x, Math.abs(shift)), rescale(x, m, shift)];
      return expected.some((value, r) => results[3 * i + r] !== value);
    });
    expect(results.length).toBe(3 * all.length);
    expect(wrong).toEqual([]);
  });
});
