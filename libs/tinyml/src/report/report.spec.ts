import { AppError } from '@fettle/kernel';
import { TARGET_COSTS } from '../cost/targets/registry';
import { SAMPLE_MODELS } from '../spec-builders/sample-models';
import { compileC } from '../c/compile-c';
import { loadTflite } from '../tflite/load-tflite';
import { arenaSvg } from './arena-svg';
import { layersSvg } from './layers-svg';
import { reportModel } from './report';
import { reportText } from './report-text';

const CLASSIFIER = loadTflite(SAMPLE_MODELS[0]!);
const report = reportModel(CLASSIFIER, 'cortex-m4');

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('reportModel', () => {
  it('parts add up to totals', () => {
    const { flash, ram, layers } = report;
    expect(flash.weights + flash.constants + flash.code + flash.harness).toBe(flash.total);
    expect(ram.arena + ram.state + ram.stack).toBe(ram.total);
    expect(sum(layers.map(({ weightBytes }) => weightBytes))).toBe(flash.weights);
    expect(sum(layers.map(({ constantBytes }) => constantBytes))).toBe(flash.constants);
    expect(sum(layers.map(({ macs }) => macs))).toBe(report.macs);
    expect(report.instructions - sum(layers.map(({ instructions }) => instructions))).toBe(
      TARGET_COSTS.find(({ target }) => target === 'cortex-m4')!.runInstructions,
    );
  });

  it('arena and its tensors are those of the compiled C', () => {
    const { arena } = compileC(CLASSIFIER, 'model');
    expect(report.ram.arena).toBe(arena.bytes);
    for (const { tensor, offset, bytes } of report.tensorsOverTime) {
      if (tensor !== -1) expect(offset).toBe(arena.offsets.get(tensor));
      expect(offset + bytes).toBeLessThanOrEqual(arena.bytes);
    }
    expect(Math.max(...report.layers.map(({ liveBytes }) => liveBytes))).toBeLessThanOrEqual(arena.bytes);
  });

  it('counts multiply-accumulates by the book', () => {
    const macs = report.layers.map(({ operator, macs: own }) => [operator, own]);
    expect(macs).toContainEqual(['CONV_2D', 4 * 4 * 3 * 3 * 3 * 2]);
    expect(macs).toContainEqual(['FULLY_CONNECTED', 4 * 12]);
  });

  it('time goes down as the clock goes up', () => {
    const slow = reportModel(CLASSIFIER, 'cortex-m4', { clockHz: 10e6 });
    expect(slow.timeMs).toBeCloseTo(10 * report.timeMs, 9);
    expect(slow.instructions).toBe(report.instructions);
  });

  it('targets that nothing was measured on, and clocks that stand still, are refused by name', () => {
    expect(() => reportModel(CLASSIFIER, 'z80')).toThrow(
      expect.objectContaining<Partial<AppError>>({ code: 'TINYML.UNKNOWN_TARGET' }),
    );
    for (const clockHz of [0, -1, NaN]) {
      expect(() => reportModel(CLASSIFIER, 'cortex-m4', { clockHz })).toThrow(
        expect.objectContaining<Partial<AppError>>({ code: 'TINYML.BAD_CLOCK' }),
      );
    }
  });
});

describe('reportText', () => {
  it('names every figure, and every layer in a line of its own', () => {
    const lines = reportText(report).split('\n');
    expect(lines[0]).toContain('cortex-m4');
    for (const { operator, index } of report.layers) {
      expect(lines.filter((line) => new RegExp(`^ *${index}  ${operator}\\b`).test(line))).toHaveLength(1);
    }
    expect(lines.at(-2)).toContain('within 5 %');
    expect(reportText({ ...report, layers: report.layers.slice(0, 1) })).toContain('may be 15 % off');
  });
});

describe('pictures', () => {
  const named = {
    ...report,
    tensorsOverTime: report.tensorsOverTime.map((tensor) => ({ ...tensor, name: '<script>&"' })),
  };
  const pictures = [arenaSvg(named), layersSvg(named)];

  it('hold no script, whatever a stranger calls his tensors, and balance their tags', () => {
    for (const svg of pictures) {
      expect(svg).not.toMatch(/<script|onload|href/);
      for (const tag of ['svg', 'text', 'title', 'style', 'g']) {
        const [opened, closed] = [new RegExp(`<${tag}[ >]`, 'g'), new RegExp(`</${tag}>`, 'g')];
        expect((svg.match(opened) ?? []).length).toBe((svg.match(closed) ?? []).length);
      }
    }
  });

  it('follow light and dark, and say what they show to who cannot see them', () => {
    for (const svg of pictures) {
      expect(svg).toContain('prefers-color-scheme:dark');
      expect(svg).toMatch(/role="img" aria-label="[^"]+"/);
    }
  });

  it('show every tensor and every layer', () => {
    expect(pictures[0]!.match(/<rect /g)).toHaveLength(report.tensorsOverTime.length);
    expect(pictures[1]!.match(/<rect /g)).toHaveLength(3 * report.layers.length);
  });

  it('nothing is drawn outside', () => {
    for (const svg of pictures) {
      const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number) as [
        number,
        number,
        number,
      ];
      for (const [, x, y, w, h] of svg.matchAll(
        /<rect x="([-\d.]+)" y="([-\d.]+)" width="([-\d.]+)" height="([-\d.]+)"/g,
      )) {
        expect(Math.min(Number(x), Number(y), Number(w), Number(h))).toBeGreaterThanOrEqual(0);
        expect(Number(x) + Number(w)).toBeLessThanOrEqual(width);
        expect(Number(y) + Number(h)).toBeLessThanOrEqual(height);
      }
    }
  });
});
