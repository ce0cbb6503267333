import { loadTflite } from '@fettle/tinyml';
import { DEVICE_MODELS } from '../models/registry';
import { createDeviceProgram } from './device-program';
import { HeldReadings } from './held-readings';
import type { DeviceProgramSpec } from './program-spec';

describe.each(DEVICE_MODELS.map((model) => [model.id, model] as const))('the program of %s', (_, shipped) => {
  const model = loadTflite(shipped.tflite());
  const { program: spec } = shipped;
  const program = createDeviceProgram(spec, model);

  it('gives integers that a frame can hold, the same for the same window', () => {
    const window = Int16Array.from({ length: program.inputSize }, (_, i) =>
      Math.round(900 * Math.sin(i * 0.7)),
    );
    const result = program.run(window);
    expect(result).toEqual(program.run(window));
    expect(result.scores).toHaveLength(spec.scores.length);
    expect(result.reports).toHaveLength(spec.reports.length);
    for (const value of [...result.scores, ...result.reports]) expect(Number.isSafeInteger(value)).toBe(true);
    program.formats.forEach(({ kind }, i) => {
      if (kind !== 'probability') return;
      expect(result.scores[i]).toBeGreaterThanOrEqual(0);
      expect(result.scores[i]).toBeLessThanOrEqual(1000);
    });
  });

  it('refuses windows of another length, and specs that do not fit the model', () => {
    const code = (act: () => unknown): unknown => {
      try {
        return act();
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code(() => program.run(new Int16Array(program.inputSize + 1)))).toBe('DEVICE_MODEL.BAD_INPUT');
    const unlike = {
      ...spec,
      scores: [{ kind: 'class-label', role: 'x', labels: ['one'] }],
    } as DeviceProgramSpec;
    expect(code(() => createDeviceProgram(unlike, model))).toBe('DEVICE_MODEL.BAD_PROGRAM');
    const unknown = { ...spec, scores: [{ kind: 'constructor' }] } as unknown as DeviceProgramSpec;
    expect(code(() => createDeviceProgram(unknown, model))).toBe('DEVICE_MODEL.BAD_PROGRAM');
    const report = { feature: 'nothing', role: 'x', multiplier: 1, shift: 1, exponent: 0 };
    expect(code(() => createDeviceProgram({ ...spec, reports: [report] }, model))).toBe(
      'DEVICE_MODEL.BAD_PROGRAM',
    );
  });
});

describe('held readings', () => {
  const signals = [
    { name: 'speed', exponent: -1 },
    { name: 'load', exponent: 0 },
  ];

  it('are whole once every signal has spoken, and keep the latest of each', () => {
    const held = new HeldReadings(signals);
    expect(held.take({ speed: 80.14 })).toBeNull();
    expect(held.take({ other: 1 })).toBeNull();
    expect([...held.take({ load: 40 })!]).toEqual([801, 40]);
    expect([...held.take({ speed: 79, load: Number.NaN })!]).toEqual([790, 40]);
  });

  it('say nothing when nothing was said, and stay within a frame of 16 bits', () => {
    const held = new HeldReadings(signals);
    held.take({ speed: 1, load: 1 });
    expect(held.take({})).toBeNull();
    expect([...held.take({ speed: 1e9, load: -1e9 })!]).toEqual([32767, -32768]);
  });
});
