import { hasCompiler, runProgram } from '../spec-builders/compiled-model';
import { runtimeHeader } from '../c/runtime-header';

const compiler = hasCompiler();
if (!compiler) console.warn('SKIPPED: simple rescaling in C; gcc is not there');

/** Counts where `fettle_scale_4` and the general form differ, over edges and a sequence of numbers by chance. */
const MAIN = `#include <stdio.h>
#include "fettle_tinyml.h"

static uint32_t state = 1u;
static uint32_t chance(void)
{
  state = state * 1664525u + 1013904223u;
  return state >> 2 ^ state << 13;
}

static int32_t differ(int32_t sum, int32_t bias, int32_t multiplier, uint8_t halvings, int32_t zero)
{
  const int16_t short_bias = (int16_t)bias;
  const int8_t shift = (int8_t)(-1 - halvings);
  const fettle_scaling simple = {0, &bias, &multiplier, &halvings, 0, 2 * zero + 1};
  const fettle_scaling with_short = {&short_bias, 0, &multiplier, &halvings, 0, 2 * zero + 1};
  const int32_t sums[4] = {sum, 0, 0, 0};
  int8_t y = 0;
  int8_t z = 0;
  fettle_scale_4(&simple, 0, 1, sums, &y);
  fettle_scale_4(&with_short, 0, 1, sums, &z);
  const int32_t expected = fettle_clamp(fettle_rescale(sum + bias, multiplier, shift) + zero, -128, 127);
  return (y != expected) + (bias == short_bias && z != expected);
}

int main(void)
{
  const int32_t sums[] = {0, 1, -1, 127, -128, 536870912, -536870912, 1073741823 - 40000, 40000 - 1073741823};
  const int32_t multipliers[] = {0, 1073741824, 1073741825, 1610612736, 2147483647};
  int wrong = 0;
  for (uint8_t halvings = 0; halvings < 31; halvings++) {
    for (int32_t zero = -128; zero <= 127; zero += 51) {
      for (int s = 0; s < 9; s++) {
        for (int m = 0; m < 5; m++) {
          for (int32_t bias = -40000; bias <= 40000; bias += 20000) {
            wrong += differ(sums[s], bias, multipliers[m], halvings, zero);
          }
        }
      }
      for (int i = 0; i < 2000; i++) {
        const int32_t sum = (int32_t)(chance() >> (2 + chance() % 26)) - (int32_t)(chance() >> (2 + chance() % 26));
        const int32_t multiplier = (int32_t)(1073741824u + (chance() & 0x3fffffffu));
        wrong += differ(sum / 2, (int32_t)(chance() & 0xffffu) - 32768, multiplier, halvings, zero);
      }
    }
  }
  printf("%d", wrong);
  return 0;
}
`;

(compiler ? it : it.skip)(
  'sums below 2^30 by factors below one half are rescaled as by the general form',
  () => {
    const written = runProgram({ 'main.c': MAIN, 'fettle_tinyml.h': runtimeHeader() }, new Uint8Array(0));
    expect(written.toString()).toBe('0');
  },
);
