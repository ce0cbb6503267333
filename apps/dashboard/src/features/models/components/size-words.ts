import type { ModelSizesResponse } from '@fettle/contracts';
import { measured, shortCount } from '../../../charts/number-format';

/** Bytes as a firmware engineer counts them: `940 B`, `3.1 KB`, `271 KB` (1,024 each). */
export function bytesWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1_048_576) return `${measured(bytes / 1024)} KB`;
  return `${measured(bytes / 1_048_576)} MB`;
}

/** The clock at which times are told where no report says another. */
export const CLOCK_HZ = 100_000_000;

/** Least time of so many instructions, one a cycle: `0.21 ms`, `1.4 s`. */
export function timeWords(instructions: number, clockHz: number = CLOCK_HZ): string {
  const ms = (instructions / clockHz) * 1000;
  if (ms >= 1000) return `${measured(ms / 1000)} s`;
  return ms >= 0.1 ? `${measured(ms)} ms` : `${measured(ms * 1000)} µs`;
}

/** A clock: `25 MHz`. */
export function clockWords(hz: number): string {
  return `${measured(hz / 1e6)} MHz`;
}

/** A number stays on the line of its unit. */
const together = (figure: string): string => figure.replace(' ', '\u00a0');

/** How big a model is, as one sentence. */
export function sizeSentence({ flash, weights, ram, instructions }: ModelSizesResponse): string {
  if (flash === null || instructions === null)
    return `It has ${together(bytesWords(weights))} of weights and works in ${together(bytesWords(ram))} of RAM; it cannot be compiled to C.`;
  const [run, clock] = [together(timeWords(instructions)), together(clockWords(CLOCK_HZ))];
  return `On a Cortex-M4 it takes ${together(bytesWords(flash))} of flash and ${together(bytesWords(ram))} of RAM; one run is ${shortCount(instructions)} instructions, ${run} at ${clock}.`;
}

/** The first seven digits of a hash, as people compare them. */
export function shortHash(hash: string): string {
  return hash.slice(0, 7);
}
