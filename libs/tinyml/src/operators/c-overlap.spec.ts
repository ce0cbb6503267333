import fc from 'fast-check';
import { overlapShift, Sweep } from './c-overlap';
import { Window } from './windows';

const window = fc
  .record({
    input: fc.integer({ min: 1, max: 7 }),
    size: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    same: fc.boolean(),
  })
  .filter(({ input, size, same }) => same || size <= input)
  .map(({ input, size, stride, same }): Window => {
    const output = same ? Math.ceil(input / stride) : Math.floor((input - size) / stride) + 1;
    const before = Math.floor(Math.max(0, (output - 1) * stride + size - input) / 2);
    return { input, output, size, stride, dilation: 1, before };
  });

const sweep = fc
  .record({
    batches: fc.integer({ min: 1, max: 2 }),
    rows: window,
    columns: window,
    inputDepth: fc.integer({ min: 1, max: 3 }),
    outputDepth: fc.integer({ min: 1, max: 3 }),
    separable: fc.boolean(),
  })
  .map((all): Sweep => (all.separable ? { ...all, outputDepth: all.inputDepth } : all));

/**
 * Runs the windows in their order on bytes that say which input value they hold, the output beginning `shift` bytes
 * before it: whether every read finds its own value.
 */
function readsItsInput(
  { batches, rows, columns, inputDepth, outputDepth, separable }: Sweep,
  shift: number,
): boolean {
  const pixels = rows.input * columns.input;
  const memory = Array.from({ length: shift + batches * pixels * inputDepth }, (_, i) => i - shift);
  const inside = ({ input, stride, before, size }: Window, place: number): number[] =>
    Array.from({ length: size }, (_, i) => place * stride - before + i).filter((i) => i >= 0 && i < input);
  let written = 0;
  for (let batch = 0; batch < batches; batch++) {
    for (let y = 0; y < rows.output; y++) {
      for (let x = 0; x < columns.output; x++) {
        for (let c = 0; c < outputDepth; c++) {
          const channels = separable ? [c] : Array.from({ length: inputDepth }, (_, i) => i);
          for (const row of inside(rows, y)) {
            for (const column of inside(columns, x)) {
              for (const channel of channels) {
                const at = (batch * pixels + row * columns.input + column) * inputDepth + channel;
                if (memory[shift + at] !== at) return false;
              }
            }
          }
          memory[written++] = NaN;
        }
      }
    }
  }
  return true;
}

describe('an output that overlaps its input', () => {
  it('never overwrites what is still to be read', () => {
    fc.assert(fc.property(sweep, (all) => expect(readsItsInput(all, overlapShift(all))).toBe(true)));
  });

  it('begins no earlier than it must: one pixel nearer, a 3 x 3 window reads what was overwritten', () => {
    const side: Window = { input: 5, output: 5, size: 3, stride: 1, dilation: 1, before: 1 };
    const depthwise = {
      batches: 1,
      rows: side,
      columns: side,
      inputDepth: 4,
      outputDepth: 4,
      separable: true,
    };
    expect(overlapShift(depthwise)).toBe(6 * 4);
    expect(readsItsInput(depthwise, 5 * 4)).toBe(false);
  });

  it('follows a pixel behind where every output needs all channels', () => {
    const side: Window = { input: 5, output: 5, size: 1, stride: 1, dilation: 1, before: 0 };
    const pointwise = {
      batches: 1,
      rows: side,
      columns: side,
      inputDepth: 8,
      outputDepth: 8,
      separable: false,
    };
    expect(overlapShift(pointwise)).toBe(8);
  });
});
