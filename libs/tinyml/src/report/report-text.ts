import { ModelReport } from './report.types';

/** The report as a terminal shows it: totals, then one line for each layer. */
export function reportText(report: ModelReport): string {
  const { flash, ram, layers } = report;
  const rows = layers.map(
    ({ index, operator, outputShapes, macs, weightBytes, liveBytes, instructions, timeMs }) => [
      String(index),
      operator,
      outputShapes.map((shape) => shape.join('×') || 'scalar').join(' '),
      grouped(macs),
      grouped(weightBytes),
      grouped(liveBytes),
      grouped(instructions),
      timeMs.toFixed(3),
    ],
  );
  const head = ['#', 'operator', 'output', 'MACs', 'weights', 'live RAM', 'instructions', 'ms'];
  const unknown =
    report.unknownKernels.length === 0
      ? []
      : [`Not measured on this target, and not counted: ${report.unknownKernels.join('; ')}`];
  return [
    `${report.target}, ${report.compiler}, ${report.clockHz / 1e6} MHz`,
    `flash  ${grouped(flash.total)} bytes: weights ${grouped(flash.weights)}, constants ${grouped(flash.constants)}, ` +
      `code ${grouped(flash.code)}, harness ${grouped(flash.harness)}`,
    `RAM    ${grouped(ram.total)} bytes: arena ${grouped(ram.arena)} (least ${grouped(ram.arenaLowerBound)}), ` +
      `state ${grouped(ram.state)}, stack ${grouped(ram.stack)}`,
    `time   ${grouped(report.instructions)} instructions for ${grouped(report.macs)} MACs; ` +
      `${report.timeMs.toFixed(3)} ms at an instruction a cycle`,
    '',
    ...table([head, ...rows]),
    ...unknown,
    layers.length > 1
      ? 'Code, stack and time are predicted: most networks were within 5 % of that on the board.'
      : 'Code, stack and time are predicted: a layer by itself is compiled for its constants, and may be 15 % off, or more.',
    '',
  ].join('\n');
}

/** Thousands apart. */
function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Columns aligned: words to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const wordy = new Set([1, 2]);
  return rows.map((row) =>
    row
      .map((cell, column) =>
        wordy.has(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
}
