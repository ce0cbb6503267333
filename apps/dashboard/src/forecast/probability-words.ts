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

export interface Chances {
  readonly p7d: number | null;
  readonly p30d: number | null;
}

export interface TellingChance {
  readonly chance: number;
  readonly days: 7 | 30;
  /** The same for the other horizon; null when it is not known. */
  readonly other: { readonly chance: number; readonly days: 7 | 30 } | null;
}

/** From here on a failure within the week is what matters; below it the month says more. */
const EVEN = 0.4;

/**
 * The chance that says most, with its horizon: that of the week once it is about even, else that of the month, so that no
 * `unlikely` stands beside a failure that is all but certain. Null when neither is known.
 */
export function tellingChance({ p7d, p30d }: Chances): TellingChance | null {
  const week = p7d === null ? null : { chance: p7d, days: 7 as const };
  const month = p30d === null ? null : { chance: p30d, days: 30 as const };
  const [first, other] =
    month === null || (week !== null && week.chance >= EVEN) ? [week, month] : [month, week];
  return first === null ? null : { ...first, other };
}

/** A chance as a percentage that claims no more than is known, kept on one line: `72 %`, `<1 %`, `>99 %`. */
export function percent(chance: number): string {
  if (chance < 0.01) return '<1\u00a0%';
  if (chance > 0.99) return '>99\u00a0%';
  return `${Math.round(chance * 100)}\u00a0%`;
}
