import { ModelReport, TensorInTime } from './report.types';
import { axisSteps, line, rectangle, shortened, svgPicture, text } from './svg';

const MARGIN = { left: 70, right: 16, top: 34, bottom: 74 };
const PLOT_HEIGHT = 320;
const NARROWEST_LAYER = 60;
const LEAST_WIDTH = 640;

/**
 * RAM by tensor over time: a column for each layer, before them the moment when inputs are written, behind them that when
 * outputs are read; bytes of the arena upwards. Every tensor is a rectangle, its name and size in its tool tip; the line
 * is the least that any arrangement takes.
 */
export function arenaSvg({ ram, layers, tensorsOverTime, target }: ModelReport): string {
  const columns = layers.length + 2;
  const plotWidth = Math.max(LEAST_WIDTH, columns * NARROWEST_LAYER);
  const [width, height] = [MARGIN.left + plotWidth + MARGIN.right, MARGIN.top + PLOT_HEIGHT + MARGIN.bottom];
  const bytesShown = Math.max(1, ram.arena);
  const x = (step: number): number => MARGIN.left + ((step + 1) * plotWidth) / columns;
  const y = (bytes: number): number => MARGIN.top + PLOT_HEIGHT * (1 - bytes / bytesShown);
  const label = `RAM over time on ${target}: ${ram.arena} bytes of arena for ${tensorsOverTime.length} tensors`;
  const axis = axisSteps(ram.arena).flatMap((bytes) => [
    line(MARGIN.left - 4, y(bytes), MARGIN.left + plotWidth, y(bytes)),
    text(MARGIN.left - 8, y(bytes) + 4, 'end', String(bytes)),
  ]);
  const names = ['inputs', ...layers.map(({ operator }) => operator), 'outputs'];
  const captions = names.map((name, i) =>
    caption(x(i - 1) + plotWidth / columns / 2, MARGIN.top + PLOT_HEIGHT + 12, name),
  );
  return svgPicture(width, height, label, [
    text(
      MARGIN.left,
      20,
      'start',
      `Arena ${ram.arena} bytes, least ${ram.arenaLowerBound}; bytes upwards, layers to the right`,
    ),
    ...axis,
    ...tensorsOverTime.map((tensor, i) => tensorArea(tensor, i, x, y)),
    ...tensorsOverTime.map((tensor) => tensorLabel(tensor, x, y)),
    line(MARGIN.left, y(ram.arenaLowerBound), MARGIN.left + plotWidth, y(ram.arenaLowerBound), 'limit'),
    line(MARGIN.left, MARGIN.top + PLOT_HEIGHT, MARGIN.left + plotWidth, MARGIN.top + PLOT_HEIGHT),
    ...captions,
  ]);
}

type Scale = (value: number) => number;

function tensorArea(
  { name, tensor, offset, bytes, first, last }: TensorInTime,
  colour: number,
  x: Scale,
  y: Scale,
): string {
  const [left, right, top, bottom] = [x(first), x(last + 1), y(offset + bytes), y(offset)];
  const title = tensor === -1 ? name : `${tensor} ${name}`;
  const tip = `${title}: ${bytes} bytes from ${offset}, layers ${first} to ${last}`;
  return rectangle(left, top, right - left, bottom - top, colour, tip);
}

/** Index and bytes, where there is room before the last column, which the tensor may share with the next. */
function tensorLabel({ tensor, name, offset, bytes, first, last }: TensorInTime, x: Scale, y: Scale): string {
  const [left, right] = [x(first), x(Math.max(last, first + 1))];
  const label = shortened(tensor === -1 ? name : `${tensor}: ${bytes}`, right - left);
  if (y(offset) - y(offset + bytes) < 14 || label === '') return '';
  return text((left + right) / 2, y(offset + bytes / 2) + 4, 'middle', label);
}

/** A layer's name below its column, slanted so that long ones have room. */
function caption(x: number, y: number, name: string): string {
  const short = shortened(name.toLowerCase().replaceAll('_', ' '), 100);
  return `<g transform="translate(${Math.round(x)} ${y}) rotate(-35)">${text(0, 0, 'end', short)}</g>`;
}
