import { EDGE_STAGES } from './builds';
import type { EdgeFigures } from './edge-figures';
import { RIVALS, RivalFigures } from './rivals';
import type { EdgeBenchResult } from './run-edge-bench';

const NAME_WIDTH = 46;

/** The figures as tables: beside the rivals with ratios, then what each stage is worth. */
export function describeEdge(result: EdgeBenchResult): string {
  const tables = Object.keys(result.models).flatMap((name) => [
    ...besideRivals(name, result),
    '',
    ...ablationRows(result.ablation[name]!),
    '',
  ]);
  return [`${result.target}, -Os; ${result.counted}`, `rivals: ${result.rivalsSource}`, '', ...tables].join(
    '\n',
  );
}

function besideRivals(name: string, { models, rivals }: EdgeBenchResult): readonly string[] {
  const own = models[name]!;
  const recorded = RIVALS.flatMap(({ name: rival, title }) => {
    const figures = rivals[rival]?.[name];
    return figures === undefined ? [] : [{ title, figures }];
  });
  return [
    row(name, ['flash', 'RAM', 'instructions', 'mismatches']),
    row('Fettle', [...cells(own), String(own.mismatches)]),
    ...recorded.map(({ title, figures }) => row(title, cells(figures))),
    ...recorded.map(({ title, figures }) => row(`Fettle / ${title}`, ratios(own, figures))),
    `  ${own.weightBytes} bytes of flash are the model's constants, ${own.flashBytes - own.weightBytes} are code, harness included; RAM is ${own.arenaBytes} arena + ${own.stackBytes} stack`,
  ];
}

function ablationRows(stages: Readonly<Record<string, EdgeFigures>>): readonly string[] {
  return [
    row('  built with', ['flash', 'RAM', 'instructions', 'mismatches']),
    ...EDGE_STAGES.map(({ name, title }) => {
      const figures = stages[name]!;
      return row(`  ${title}`, [...cells(figures), String(figures.mismatches)]);
    }),
  ];
}

function cells({ flashBytes, ramBytes, instructions }: RivalFigures): string[] {
  return [flashBytes, ramBytes, instructions].map((value) => value.toLocaleString('en-GB'));
}

function ratios(own: RivalFigures, other: RivalFigures): string[] {
  return [
    own.flashBytes / other.flashBytes,
    own.ramBytes / other.ramBytes,
    own.instructions / other.instructions,
  ].map((ratio) => ratio.toFixed(3));
}

function row(first: string, rest: readonly string[]): string {
  return first.padEnd(NAME_WIDTH) + rest.map((cell) => cell.padStart(14)).join('');
}
