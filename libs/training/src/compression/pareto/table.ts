import { Rated } from '../candidate.types';
import { compact } from './ticks';

/** What a picture of candidates marks. */
export interface Marks<C> {
  readonly front: ReadonlySet<C>;
  readonly picked?: C;
}

/** The network before compression: of what runs on no device, only size and worth are told. */
export interface FloatBaseline {
  readonly flashBytes: number;
  readonly score: number;
}

/** Lines of text, the float network and then one a candidate in the order given: `*` for the front, `>` for the one picked. */
export function candidateTable<C extends Rated>(
  candidates: readonly C[],
  metric: string,
  { front, picked }: Marks<C>,
  float: FloatBaseline,
): string {
  const rows = candidates.map((candidate) => [
    `${candidate === picked ? '>' : ' '}${front.has(candidate) ? '*' : ' '} ${candidate.name}`,
    compact(candidate.costs.flashBytes),
    compact(candidate.costs.ramBytes),
    compact(candidate.costs.instructions),
    candidate.score.toPrecision(4),
  ]);
  const all = [
    ['   candidate', 'flash B', 'RAM B', 'instructions', metric],
    ['   float32', compact(float.flashBytes), '', '', float.score.toPrecision(4)],
    ...rows,
  ];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row.map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!))).join('  '),
    )
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

const PLOT = { columns: 64, rows: 14 } as const;

/** Flash across against the metric upwards, in text: `o` candidates, `*` the front, `X` the one picked. */
export function candidatePlot<C extends Rated>(
  candidates: readonly C[],
  metric: string,
  { front, picked }: Marks<C>,
): string {
  const across = spread(candidates.map(({ costs }) => costs.flashBytes));
  const upwards = spread(candidates.map(({ score }) => score));
  const grid = Array.from({ length: PLOT.rows }, () => new Array<string>(PLOT.columns).fill(' '));
  const rank = (candidate: C): number => (candidate === picked ? 2 : front.has(candidate) ? 1 : 0);
  for (const candidate of [...candidates].sort((a, b) => rank(a) - rank(b))) {
    const column = Math.round(across.place(candidate.costs.flashBytes) * (PLOT.columns - 1));
    const row = Math.round((1 - upwards.place(candidate.score)) * (PLOT.rows - 1));
    grid[row]![column] = 'o*X'[rank(candidate)]!;
  }
  const label = (row: number): string =>
    row === 0 ? upwards.high.toPrecision(4) : row === PLOT.rows - 1 ? upwards.low.toPrecision(4) : '';
  const lines = grid.map((cells, row) => `${label(row).padStart(10)} |${cells.join('').trimEnd()}\n`);
  const ends =
    `${compact(across.low)} B`.padEnd(PLOT.columns - 10) + `${compact(across.high)} B`.padStart(10);
  return `${metric.padStart(10)}\n${lines.join('')}${' '.repeat(11)}+${'-'.repeat(PLOT.columns)}\n${' '.repeat(12)}${ends} flash\n`;
}

function spread(values: readonly number[]): { low: number; high: number; place(value: number): number } {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return { low, high, place: (value) => (high > low ? (value - low) / (high - low) : 0.5) };
}
