import { OptionSource, Site } from './operator';

export type Padding = 'SAME' | 'VALID';

export function readPadding(source: OptionSource, id: number): Padding {
  return source.int8(id) === 0 ? 'SAME' : 'VALID';
}

/** One dimension of a sliding window: how often it fits, and how much of it hangs over the front. */
export interface Window {
  readonly input: number;
  readonly output: number;
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  /** Elements of padding before the input; where the total is odd, the extra one is behind. */
  readonly before: number;
}

export interface WindowRule {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: Padding;
}

/** The window over `input` elements; refuses strides and sizes that make no sense or leave no output. */
export function windowOver(site: Site, input: number, rule: WindowRule): Window {
  const { size, stride, dilation } = rule;
  site.require(size > 0 && stride > 0 && dilation > 0, 'window sizes, strides and dilations start at 1');
  const { output, before } = placeWindow(input, rule);
  site.require(output > 0, 'the window does not fit its input');
  return { input, output, size, stride, dilation, before };
}

/** How often the window fits, not above 0 where it does not, and how much of the first one hangs over the front. */
export function placeWindow(
  input: number,
  { size, stride, dilation, padding }: WindowRule,
): Pick<Window, 'output' | 'before'> {
  const reach = (size - 1) * dilation + 1;
  const output =
    padding === 'SAME' ? Math.ceil(input / stride) : Math.floor((input + stride - reach) / stride);
  return { output, before: Math.floor(Math.max(0, (output - 1) * stride + reach - input) / 2) };
}

/** First index of the window that lies within the input, for the window that starts at `origin`. */
export function firstInside(window: Window, origin: number): number {
  return origin >= 0 ? 0 : Math.ceil(-origin / window.dilation);
}

/** One past the last such index. */
export function lastInside(window: Window, origin: number): number {
  return Math.min(window.size, Math.ceil((window.input - origin) / window.dilation));
}
