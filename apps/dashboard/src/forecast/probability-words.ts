/**
 * Words for chances, after Mosteller & Youtz, "Quantifying Probabilistic Expressions" (1990) and the IPCC's
 * calibrated terms, cut to the six that a crew can tell apart. First row whose bound the chance reaches.
 */
const WORDS = [
  { from: 0.9, word: 'almost certain' },
  { from: 0.66, word: 'likely' },
  { from: 0.4, word: 'about even' },
  { from: 0.15, word: 'possible' },
  { from: 0.03, word: 'unlikely' },
  { from: 0, word: 'remote' },
] as const;

export type ProbabilityWord = (typeof WORDS)[number]['word'];

/** The word for a chance in 0..1; monotone: a higher chance never gets a weaker word. */
export function probabilityWord(chance: number): ProbabilityWord {
  return WORDS.find((row) => chance >= row.from)?.word ?? 'remote';
}

/** A chance as a percentage that claims no more than is known, kept on one line: `72 %`, `<1 %`, `>99 %`. */
export function percent(chance: number): string {
  if (chance < 0.01) return '<1\u00a0%';
  if (chance > 0.99) return '>99\u00a0%';
  return `${Math.round(chance * 100)}\u00a0%`;
}
