import { Rated } from '../candidate.types';
import { compact, ticks } from './ticks';
import { Marks } from './table';

const SIZE = { width: 720, height: 440, left: 72, right: 24, top: 48, bottom: 56 } as const;

/** The ends of an axis with room around what is shown, and its places in the picture. */
interface Scale {
  readonly low: number;
  readonly high: number;
  at(value: number): number;
}

/**
 * A picture of flash against the metric: candidates as circles with their names as titles, the front as a line of steps, the one
 * picked as a filled ring with its name. A whole SVG document; colours follow the page's (`currentColor`), except for the front.
 */
export function paretoSvg<C extends Rated>(
  candidates: readonly C[],
  metric: string,
  marks: Marks<C>,
): string {
  const x = scaleOver(
    candidates.map(({ costs }) => costs.flashBytes),
    SIZE.left,
    SIZE.width - SIZE.right,
  );
  const y = scaleOver(
    candidates.map(({ score }) => score),
    SIZE.height - SIZE.bottom,
    SIZE.top,
  );
  const place = ({ costs, score }: C): Point => [x.at(costs.flashBytes), y.at(score)];
  const body = [
    ...axes(x, y, metric),
    frontLine([...marks.front].map(place)),
    ...candidates.map((candidate) => dot(candidate, place(candidate), marks)),
  ];
  const { width, height } = SIZE;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="sans-serif" font-size="12" fill="currentColor">
<title>Size against ${escaped(metric)} of ${candidates.length} candidates</title>
${body.join('\n')}
</svg>
`;
}

type Point = readonly [x: number, y: number];

function scaleOver(values: readonly number[], from: number, to: number): Scale {
  const [least, most] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  const room = (most - least || Math.abs(most) || 1) * 0.08;
  const [low, high] = [least - room, most + room];
  return { low, high, at: (value) => round(from + ((value - low) / (high - low)) * (to - from)) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function axes(x: Scale, y: Scale, metric: string): readonly string[] {
  const { width, height, left, right, top, bottom } = SIZE;
  const base = height - bottom;
  const line = (x1: number, y1: number, x2: number, y2: number, opacity: number): string =>
    `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="currentColor" stroke-opacity="${opacity}"/>`;
  const down = ticks(x.low, x.high, 6).flatMap((value) => [
    line(x.at(value), top, x.at(value), base, 0.12),
    `<text x="${x.at(value)}" y="${base + 18}" text-anchor="middle">${compact(value)}</text>`,
  ]);
  const across = ticks(y.low, y.high, 5).flatMap((value) => [
    line(left, y.at(value), width - right, y.at(value), 0.12),
    `<text x="${left - 8}" y="${y.at(value) + 4}" text-anchor="end">${value}</text>`,
  ]);
  return [
    ...down,
    ...across,
    line(left, base, width - right, base, 0.6),
    line(left, top, left, base, 0.6),
    `<text x="${(left + width - right) / 2}" y="${height - 14}" text-anchor="middle">flash, bytes</text>`,
    `<text x="${left}" y="${top - 16}">${escaped(metric)}</text>`,
  ];
}

/** From each candidate level to the size of the next, then to its score. */
function frontLine(points: readonly Point[]): string {
  const ordered = [...points].sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const steps = ordered.map(([x, y], i) => (i === 0 ? `M${x} ${y}` : `H${x}V${y}`));
  return `<path d="${steps.join('')}" fill="none" stroke="#2f7ed8" stroke-width="2"/>`;
}

function dot<C extends Rated>(candidate: C, [x, y]: Point, { front, picked }: Marks<C>): string {
  const isPicked = candidate === picked;
  const fill = front.has(candidate) ? '#2f7ed8' : 'none';
  const stroke = front.has(candidate) ? '#2f7ed8' : 'currentColor';
  const { flashBytes, ramBytes } = candidate.costs;
  const title = `${candidate.name}: ${compact(flashBytes)} B flash, ${compact(ramBytes)} B RAM, ${candidate.score.toPrecision(4)}`;
  const anchor = x > SIZE.width / 2 ? 'end' : 'start';
  const ring = isPicked
    ? `<circle cx="${x}" cy="${y}" r="10" fill="none" stroke="#d9480f" stroke-width="3"/>` +
      `<text x="${x + (anchor === 'end' ? -14 : 14)}" y="${y - 12}" text-anchor="${anchor}" font-weight="bold">${escaped(candidate.name)}</text>`
    : '';
  return `<g><title>${escaped(title)}</title><circle cx="${x}" cy="${y}" r="5" fill="${fill}" stroke="${stroke}" stroke-width="1.5"/>${ring}</g>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
