import { MODEL_TASKS, modelNameSchema, type ModelReportResponse } from '@fettle/contracts';
import { DEVICE_MODELS } from '@fettle/device-models';
import { loadTflite, optimize, reportModel } from '@fettle/tinyml';
import fc from 'fast-check';
import { linearTicks, widened } from '../../../charts/linear-axis';
import { accuracyGroups } from './accuracy-groups';
import { modelSentence, showAccuracy } from './accuracy-words';
import { placeTensors } from './arena-picture';
import { modelsHeadline } from './headline';
import { modelNameOf } from './model-name';
import { operatorWords, shapeWords } from './operator-words';
import { bytesWords, sizeSentence, timeWords } from './size-words';

describe('words about models', () => {
  it('the headline counts what runs, and says so when nothing does', () => {
    const models = [{ devices: 3 }, { devices: 0 }, { devices: 1 }];
    expect(modelsHeadline(models)).toBe('4 devices run 2 of 3 models');
    expect(modelsHeadline(models.filter(({ devices }) => devices > 0))).toBe('4 devices run all 2 models');
    expect(modelsHeadline([{ devices: 1 }])).toBe('1 device runs 1 of 1 models');
    expect(modelsHeadline([{ devices: 0 }])).toMatch(/none of them reported/);
  });

  it('a figure is never told without what it was judged on', () => {
    for (const { accuracy, task } of DEVICE_MODELS) {
      expect(modelSentence({ task, accuracy: [...accuracy] })).toContain(accuracy[0]!.split);
      for (const figure of accuracy) expect(showAccuracy(figure).split).toBe(figure.split);
    }
    for (const task of MODEL_TASKS)
      expect(modelSentence({ task, accuracy: [] })).toMatch(/how well, nobody has said/);
  });

  it('tables hold every figure once, beside what it was judged on', () => {
    for (const { accuracy } of DEVICE_MODELS) {
      const told = accuracyGroups(accuracy).flatMap(({ shared, measures, rows }) =>
        rows.flatMap(({ split, values }) =>
          values.map((value, i) => [shared + split, measures[i]!.label, value].join('|')),
        ),
      );
      const given = accuracy
        .map(showAccuracy)
        .map(({ split, label, value }) => [split, label, value].join('|'));
      expect([...told].sort()).toEqual([...given].sort());
    }
  });

  it('splits with the same measures are rows of one table, below what they share', () => {
    const figure = (metric: string, split: string) => ({ metric, value: 0.5, split });
    const groups = accuracyGroups([
      ...[figure('auc', 'by machine; at 0.1'), figure('auc', 'by machine; at 0.2')],
      figure('f1', 'bearing 1'),
    ]);
    expect(groups.map(({ shared, rows }) => [shared, rows.map(({ split }) => split)])).toEqual([
      ['by machine; ', ['at 0.1', 'at 0.2']],
      ['', ['bearing 1']],
    ]);
  });

  it('what a figure was judged on reads as a sentence', () => {
    const sentence = (split: string): string =>
      modelSentence({ task: 'anomaly', accuracy: [{ metric: 'auc', value: 0.9, split }] });
    expect(sentence('by machine: 24')).toContain('judged by machine: 24.');
    expect(sentence('bearing 1')).toContain('judged on bearing 1.');
  });

  it('every measure of the models of the product has words of its own; others keep their name', () => {
    for (const figure of DEVICE_MODELS.flatMap(({ accuracy }) => accuracy))
      expect([figure.metric, showAccuracy(figure).meaning]).not.toEqual([figure.metric, '']);
    expect(showAccuracy({ metric: 'meanLossRatio', value: 0.12345, split: 'by load' })).toMatchObject({
      label: 'Mean loss ratio',
      value: '0.123',
    });
  });

  it('sizes are in the unit that a firmware engineer counts in', () => {
    expect([940, 3123, 277_504, 2_097_152].map(bytesWords)).toEqual(['940 B', '3.05 KB', '271 KB', '2 MB']);
    expect([1870, 520_000, 134_000_000].map((count) => timeWords(count))).toEqual([
      '18.7 µs',
      '5.2 ms',
      '1.34 s',
    ]);
    expect(sizeSentence({ weights: 10, flash: null, ram: 4, instructions: null })).toMatch(
      /cannot be compiled/,
    );
  });

  it('operators and shapes read as people write them', () => {
    expect(operatorWords('DEPTHWISE_CONV_2D')).toBe('Depthwise conv 2D');
    expect(shapeWords([1, 49, 10, 1])).toBe('1×49×10×1');
    expect(shapeWords([])).toBe('1');
  });

  it('any file name becomes a name that the API takes', () => {
    expect(modelNameOf('KWS Ref (v2).tflite')).toBe('kws_ref_v2');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (fileName) => {
        expect(modelNameSchema.safeParse(modelNameOf(fileName)).success).toBe(true);
      }),
    );
  });
});

describe('the arena as a picture', () => {
  it('nothing leaves the picture, and tensors share bytes in one layer at most, where one takes another’s place', () => {
    for (const { tflite } of DEVICE_MODELS) {
      const report = reportModel(
        optimize(loadTflite(tflite())).model,
        'cortex-m4',
      ) as unknown as ModelReportResponse;
      const placed = placeTensors(report);
      expect(placed.length).toBe(report.tensorsOverTime.length);
      placed.forEach((a, i) => {
        expect(Math.min(a.x, a.y)).toBeGreaterThanOrEqual(0);
        expect(Math.max(a.x + a.width, a.y + a.height)).toBeLessThanOrEqual(1 + 1e-9);
        const column = 1 / (report.layers.length + 2);
        for (const b of placed.slice(i + 1)) {
          const shared = (at: 'x' | 'y', long: 'width' | 'height'): number =>
            Math.min(a[at] + a[long], b[at] + b[long]) - Math.max(a[at], b[at]);
          if (shared('x', 'width') > column + 1e-9) expect(shared('y', 'height')).toBeLessThan(1e-9);
        }
      });
    }
  });
});

describe('a linear axis', () => {
  it('has round, rising ticks within its ends', () => {
    const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(finite, finite, fc.integer({ min: 1, max: 10 }), (a, b, count) => {
        const [low, high] = widened(Math.min(a, b), Math.max(a, b), 0.1);
        const ticks = linearTicks(low, high, count);
        expect(ticks.length).toBeLessThanOrEqual(count + 1);
        ticks.forEach((tick, i) => {
          expect(tick).toBeGreaterThanOrEqual(low - 1e-6);
          expect(tick).toBeLessThanOrEqual(high + (high - low) * 1e-6);
          if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1]!);
        });
      }),
    );
    expect(linearTicks(1e9, 1e9 + 2 ** -23, 4)).toEqual([1e9]);
    expect(linearTicks(0, 0, 4)).toEqual([0]);
    expect(linearTicks(0.5, 0.85, 4)).toEqual([0.5, 0.6000000000000001, 0.7000000000000001, 0.8]);
  });
});
