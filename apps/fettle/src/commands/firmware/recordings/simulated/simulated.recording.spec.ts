import { createDeviceProgram, DEVICE_MODELS, type ProgrammedModel } from '@fettle/device-models';
import { loadTflite } from '@fettle/tinyml';
import { windowShapeOf } from '../../boards/board-plan';
import type { Recording, RecordingOptions } from '../recording';
import { simulatedRecording } from './simulated.recording';

const SECONDS = 10;
const modelNamed = (id: string): ProgrammedModel => DEVICE_MODELS.find((model) => model.id === id)!;

function open(id: string, wishes: Partial<RecordingOptions> = {}): Promise<Recording> {
  const model = modelNamed(id);
  const usual = { windows: 1, snapshots: Infinity, channels: 4, seconds: SECONDS };
  return simulatedRecording.open('', { model, shape: windowShapeOf(model), ...usual, ...wishes });
}

function scoresOf(id: string, { channels }: Recording): number[][] {
  const { program, tflite } = modelNamed(id);
  const { run } = createDeviceProgram(program, loadTflite(tflite()));
  return channels.map(({ windows }) => windows.map(({ samples }) => run(samples).scores[0]!));
}

describe('simulated machines', () => {
  it.each([
    ['sound-anomaly', 1],
    ['bearing-anomaly', 4],
  ])('are sound to %s for half of the time, and not at their end', async (id, machines) => {
    const { threshold } = modelNamed(id).program;
    const all = scoresOf(id, await open(id, { windows: 2 }));
    expect(all.map(({ length }) => length)).toEqual(Array.from({ length: machines }, () => 2 * SECONDS));
    for (const scores of all) {
      expect(Math.max(...scores.slice(0, SECONDS))).toBeLessThan(threshold);
      expect(Math.min(...scores.slice(-4))).toBeGreaterThanOrEqual(threshold);
    }
  });

  it('are the same in every run, and no two of them alike', async () => {
    const [first, again] = [await open('bearing-anomaly'), await open('bearing-anomaly')];
    expect(again).toEqual(first);
    const beginnings = first.channels.map(({ windows }) => windows[0]!.samples.join());
    expect(new Set(beginnings).size).toBe(4);
  });

  it('no more windows of a second than it has, in the order of time', async () => {
    const [channel] = (await open('sound-anomaly', { windows: 50, seconds: 2 })).channels;
    const times = channel!.windows.map(({ timeMs }) => timeMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times).toHaveLength(2 * Math.floor(16_000 / 2_048));
    expect(new Set(times).size).toBe(times.length);
  });

  it('a model of what nobody simulates is wrong usage', async () => {
    const model = { ...modelNamed('bearing-fault'), signals: ['current'] };
    await expect(open('bearing-fault', { model })).rejects.toThrow(
      /nothing is simulated for bearing-fault.*current/,
    );
  });
});
