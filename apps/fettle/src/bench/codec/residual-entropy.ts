import type { Batch } from './batch';

/** Guesses from the numbers before; the residual is what no codec of this family can avoid sending. */
const GUESSES: readonly ((x: readonly number[], i: number, mean: number) => number)[] = [
  (_x, _i, mean) => mean,
  (x, i) => x[i - 1]!,
  (x, i) => 2 * x[i - 1]! - (x[i - 2] ?? x[i - 1]!),
  (x, i) => Math.round((x[i - 1]! + (x[i - 2] ?? x[i - 1]!)) / 2),
];

/** Counts say what a symbol costs only where each symbol was seen this often on average. */
const SAMPLES_A_SYMBOL = 10;

/**
 * Bits of residual entropy of the batches of one series, times and headers not counted: for each column the cheapest of
 * {@link GUESSES}, order-0 entropy over all batches. Residuals are grouped by bit length and sign (entropy by counts,
 * corrected after Miller and Madow 1955); within a group they count as uniform, unless the column has so few different
 * residuals that their own counts say less.
 */
export function residualEntropyBits(batches: readonly Batch[]): number {
  const ids = new Set(batches.flatMap(({ columns }) => columns.map(({ input }) => input.signalId)));
  let bits = 0;
  for (const id of ids) {
    const parts = batches.flatMap(({ columns }) => columns.filter(({ input }) => input.signalId === id));
    const lists = parts.map((part) => integers(part.numbers.filter((value) => value !== null)));
    bits += Math.min(...GUESSES.map((guess) => entropyBits(lists.flatMap((list) => residuals(list, guess)))));
  }
  return bits;
}

/** Doubles as integers at the fewest decimals that tell them apart to 13 digits; integers as they are. */
function integers(values: readonly number[]): number[] {
  let digits = 0;
  const isOff = (value: number): boolean =>
    Math.abs(Math.round(value * 10 ** digits) / 10 ** digits - value) > Math.abs(value) * 1e-13;
  while (digits < 17 && values.some(isOff)) digits++;
  return values.map((value) => Math.round(value * 10 ** digits));
}

function residuals(x: readonly number[], guess: (typeof GUESSES)[number]): number[] {
  const mean = Math.round(x.reduce((sum, value) => sum + value, 0) / x.length);
  return x.slice(1).map((value, i) => value - guess(x, i + 1, mean));
}

function entropyBits(list: readonly number[]): number {
  const group = (value: number): number => Math.sign(value) * Math.ceil(Math.log2(Math.abs(value) + 1));
  const within = list.reduce((sum, value) => sum + Math.max(0, Math.abs(group(value)) - 1), 0);
  const grouped = countEntropyBits(list.map(group)) + within;
  const isWellSampled = new Set(list).size * SAMPLES_A_SYMBOL <= list.length;
  return isWellSampled ? Math.min(grouped, countEntropyBits(list)) : grouped;
}

function countEntropyBits(symbols: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const symbol of symbols) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count * Math.log2(count / symbols.length);
  return bits + (counts.size - 1) / (2 * Math.LN2);
}
