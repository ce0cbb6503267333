/** Text between tags or within quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/**
 * A picture that follows the reader's light or dark scheme, without a script: colours are classes `ink` (text), `line`
 * (axes), `c0` to `c7` (areas). `label` is what a screen reader says.
 */
export function svgPicture(width: number, height: number, label: string, body: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(label)}">`,
    `<title>${escaped(label)}</title>`,
    `<style>${STYLE}</style>`,
    ...body,
    '</svg>',
    '',
  ].join('\n');
}

/** How many colours of areas there are. */
export const AREA_COLOURS = 8;

/** Text on every one of these has a contrast of at least 4.5 to 1. */
const LIGHT = ['#b9d4f0', '#f5d3a8', '#bfe3c0', '#efbfc9', '#d8c8ee', '#bfe4e4', '#e6e0a6', '#d5d5d5'];
const DARK = ['#234b75', '#704712', '#24592a', '#73303f', '#4c3878', '#1f5959', '#5c5510', '#4c4c4c'];

const colours = (list: readonly string[]): string =>
  list.map((colour, i) => `.c${i}{fill:${colour}}`).join('');

const STYLE =
  `text{font:12px system-ui,sans-serif}.ink{fill:#1a1a1a}.line{stroke:#767676}.area{stroke:#767676;fill-opacity:.85}.limit{stroke:#b3261e;stroke-width:2;stroke-dasharray:6 3}${colours(LIGHT)}` +
  `@media (prefers-color-scheme:dark){.ink{fill:#f0f0f0}.line,.area{stroke:#8f8f8f}.limit{stroke:#ff8a80}${colours(DARK)}}`;

export function rectangle(
  x: number,
  y: number,
  width: number,
  height: number,
  colour: number,
  tip: string,
): string {
  const place = `x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}"`;
  return `<rect ${place} class="c${colour % AREA_COLOURS} area" rx="2"><title>${escaped(tip)}</title></rect>`;
}

export function text(x: number, y: number, anchor: 'start' | 'middle' | 'end', content: string): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" text-anchor="${anchor}" class="ink">${escaped(content)}</text>`;
}

export function line(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  kind: 'line' | 'limit' = 'line',
): string {
  return `<line x1="${fixed(x1)}" y1="${fixed(y1)}" x2="${fixed(x2)}" y2="${fixed(y2)}" class="${kind}"/>`;
}

/** What fits into this many pixels at 12 px, with an ellipsis where it does not; empty where not even that has room. */
export function shortened(content: string, pixels: number): string {
  const room = Math.floor(pixels / 6.6);
  if (content.length <= room) return content;
  return room < 3 ? '' : `${content.slice(0, room - 1)}…`;
}

/** Round steps of an axis from 0 to `most`, about five of them. */
export function axisSteps(most: number): readonly number[] {
  const rough = Math.max(1, most / 5);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((times) => times * power >= rough)! * power;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
