import { createDeviceProgram, DEVICE_MODELS } from '@fettle/device-models';
import { seededRandom } from '@fettle/kernel';
import { loadTflite } from '@fettle/tinyml';
import fc from 'fast-check';
import { asSteps, readRecording, snippetRecording, windowsOf } from './recording';
import { recordedSets, tellableRange } from './recorded-sets';
import { openBareTrial, openTrial, programOf } from './trial';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

describe('a model tried in the browser', () => {
  it('says what the device says, bit for bit, and where it comes from adds up', () => {
    const random = seededRandom(11);
    for (const { id, program, tflite } of DEVICE_MODELS) {
      const spec = programOf(id)!;
      const [trial, device] = [openTrial(spec, tflite()), createDeviceProgram(program, loadTflite(tflite()))];
      for (let i = 0; i < 20; i++) {
        const values = Int16Array.from({ length: trial.inputSize }, () => Math.round(random.normal() * 2000));
        const verdict = trial.judge(values);
        const [score] = device.run(values).scores;
        expect(verdict.score).toBe(score! * 10 ** device.formats[0]!.exponent);
        expect(verdict.alarm).toBe(score! >= program.threshold);
        const sum = verdict.drivers.reduce((whole, { share }) => whole + share, 0);
        if (verdict.drivers.length > 0) expect(sum).toBeCloseTo(1, 9);
      }
    }
    expect(programOf('01a22104-e0f6-7edd-a397-fcf092f07bf5')).toBeNull();
  });

  it('a reading beyond what the model can tell apart changes nothing more', () => {
    for (const { program, tflite } of DEVICE_MODELS) {
      const { input } = program;
      if (input.kind !== 'readings') continue;
      const trial = openTrial(program, tflite());
      const usual = Int16Array.from(input.standardise.mean);
      const judged = (index: number, value: number) => {
        const values = usual.slice();
        values[index] = Math.max(-32768, Math.min(32767, value));
        return trial.judge(values);
      };
      input.signals.forEach((_, index) => {
        const { low, high } = tellableRange(input, index, 0);
        expect(low).toBeLessThan(high);
        expect(judged(index, high + 1)).toEqual(judged(index, high + 400));
        expect(judged(index, low - 1)).toEqual(judged(index, low - 400));
      });
    }
  });

  it('without a program the model is run bare, on real numbers', () => {
    const trial = openBareTrial(DEVICE_MODELS[0]!.tflite());
    const verdict = trial.judge(new Float64Array(trial.inputSize));
    expect(verdict).toMatchObject({ alarm: null, drivers: [] });
    expect(verdict.classes).toHaveLength(trial.inputSize);
    expect(verdict.score).toBe(verdict.classes[0]!.share);
  });
});

describe('a recording', () => {
  it('of 16-bit samples is the same from a file and from a snippet', () => {
    const samples = Int16Array.of(1, -2, 32767, -32768);
    const bytes = new Uint8Array(samples.buffer);
    expect([...readRecording('1', 'a.I16', bytes).values]).toEqual([...samples]);
    const snippet = snippetRecording('1', 's', btoa(String.fromCharCode(...bytes)), 20_480);
    expect([...snippet.values]).toEqual([...samples]);
    expect(snippet.sampleRateHz).toBe(20_480);
  });

  it('of text has its value in the last column, with or without a heading', () => {
    expect([...readRecording('1', 'a.csv', text('time,value\n0,1.5\n1,-2\n\n')).values]).toEqual([1.5, -2]);
    expect([...readRecording('1', 'a.txt', text('3\r\n4')).values]).toEqual([3, 4]);
  });

  it('what cannot be read is refused by name, with the line', () => {
    const codeOf = (name: string, bytes: Uint8Array): string => {
      try {
        readRecording('1', name, bytes);
      } catch (error) {
        return `${(error as { code: string }).code} ${(error as Error).message}`;
      }
      return 'taken';
    };
    expect(codeOf('a.wav', text('RIFF'))).toMatch(/^RECORDING.UNKNOWN_FORMAT/);
    expect(codeOf('a.i16', text('odd'))).toMatch(/^RECORDING.MALFORMED/);
    expect(codeOf('a.csv', text('1\n2\nx\n'))).toMatch(/^RECORDING.MALFORMED line 3/);
    expect(codeOf('a.csv', text('value\n'))).toMatch(/^RECORDING.EMPTY/);
    expect(codeOf('a.csv', new Uint8Array(16 * 1_048_576 + 1))).toMatch(/^RECORDING.TOO_LARGE/);
    expect(() => windowsOf(new Int16Array(3), 4, 10)).toThrow(
      expect.objectContaining({ code: 'RECORDING.TOO_SHORT' }),
    );
  });

  it('whole samples are taken as they are, others in steps and within 16 bits', () => {
    expect([...asSteps(Float64Array.of(3, -7), 0.5)]).toEqual([3, -7]);
    expect([...asSteps(Float64Array.of(1.5, -1e9), 0.5)]).toEqual([3, -32768]);
  });

  it('windows follow one another without a gap', () => {
    const shape = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 500 }));
    fc.assert(
      fc.property(shape, ([size, length]) => {
        if (length < size) return;
        const windows = windowsOf(
          Int16Array.from({ length }, (_, i) => i),
          size,
          1e9,
        );
        const joined = windows.flatMap((window) => [...window]);
        expect(joined).toEqual(Array.from({ length: length - (length % size) }, (_, i) => i));
      }),
    );
  });
});

describe('sets of readings', () => {
  const input = {
    kind: 'readings',
    signals: ['a', 'b'],
    standardise: { mean: [0, 0], multiplier: [1, 1], shift: [1, 1], zeroPoint: 0 },
  } as const;
  const reading = (t: number, signal: string, value: number | null) => ({ t, signal, value });

  it('are whole from when all have spoken, and hold what is not said anew', () => {
    const sets = recordedSets(
      input,
      [-1, 0],
      [
        reading(1, 'a', 0.5),
        reading(2, 'b', 7),
        reading(2, 'other', 1),
        reading(3, 'other', 2),
        reading(4, 'a', 1.26),
        reading(4, 'b', null),
      ],
    );
    expect(sets.map(({ t, values }) => [t, ...values])).toEqual([
      [2, 5, 7],
      [4, 13, 7],
    ]);
  });
});
