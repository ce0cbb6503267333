import type { BoardOutcome } from './board-outcome';

interface OutcomeColumn {
  readonly title: string;
  readonly side: 'left' | 'right';
  cell(outcome: BoardOutcome): string;
}

const count = (value: number | null): string => (value === null ? '-' : value.toLocaleString('en'));

const SAID: OutcomeColumn = {
  title: 'said',
  side: 'left',
  cell: ({ said }) =>
    Object.entries(said ?? {})
      .map(([label, times]) => `${label} ${count(times)}`)
      .join(', '),
};

const COLUMNS: readonly OutcomeColumn[] = [
  { title: 'board', side: 'left', cell: ({ board }) => board },
  { title: 'windows', side: 'right', cell: ({ windows }) => count(windows) },
  { title: 'reported', side: 'right', cell: ({ reported }) => count(reported) },
  { title: 'anomalies', side: 'right', cell: ({ anomalies }) => count(anomalies) },
  SAID,
  { title: 'frames', side: 'right', cell: ({ frames }) => count(frames) },
  { title: 'different', side: 'right', cell: ({ different }) => count(different) },
  { title: 'instructions', side: 'right', cell: (each) => count(each.instructionsPerWindow) },
  {
    title: 'first lasting alert',
    side: 'left',
    cell: ({ firstAlertAt, rule }) =>
      firstAlertAt === null ? 'none' : `${firstAlertAt.slice(0, 16).replace('T', ' ')} UTC (${rule})`,
  },
  {
    title: 'before the end',
    side: 'right',
    cell: ({ leadTimeHours }) => (leadTimeHours === null ? '-' : `${leadTimeHours.toFixed(1)} h`),
  },
];

/** A line a board, and what the columns mean; what classifiers said only where one did. */
export function outcomeText(outcomes: readonly BoardOutcome[]): string {
  const columns = COLUMNS.filter((column) => column !== SAID || outcomes.some(({ said }) => said !== null));
  const rows = [
    columns.map(({ title }) => title),
    ...outcomes.map((each) => columns.map(({ cell }) => cell(each))),
  ];
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (columns[i]!.side === 'left' ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [
    ...rows.map(line),
    '',
    'reported: windows with something new, and one a second of recorded time; anomalies: of those',
    "different: stored integers that are not the interpreter's; instructions: of a window, features included, counted by QEMU, not cycles",
    'before the end: from that alert to the failure that is known; -: none is',
  ].join('\n');
}
