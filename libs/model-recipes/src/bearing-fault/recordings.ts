import { CWRU_FAULTS, type CwruRecording } from '@fettle/datasets';
import { createExtractor } from '@fettle/features';
import { seededRandom } from '@fettle/kernel';
import { deviceSamples, type Recording } from '../vibration/device-samples';
import { atSpeed, varied } from '../vibration/varied';
import type { LabelledRow } from '../vibration/window-classifier';
import { windowsOf } from '../vibration/windows';
import { FAULT_WINDOW } from './features';

/** A recording, or a half of the only healthy one, as the device's sensor gives it. */
export interface DeviceRecording extends Pick<CwruRecording, 'name' | 'load' | 'diameter'> {
  /** Index in `CWRU_FAULTS`. */
  readonly label: number;
  /** Of the healthy recording: which half, in time. */
  readonly half?: 1 | 2;
  readonly samples: Int16Array;
}

/** Half a second between the halves of the healthy recording belongs to neither. */
const GAP_SAMPLES = 6000;

/** A recording's samples as the device has them: 12 kHz, 0.0005 g a step, whatever the recording's rate and scale were. */
export function resampleToDevice(recording: Recording): Int16Array {
  return deviceSamples(recording, FAULT_WINDOW);
}

/** All recordings as the device has them; the healthy one, of which there may be a single load, in two halves. */
export function deviceRecordings(recordings: readonly CwruRecording[]): DeviceRecording[] {
  return recordings.flatMap((recording) => {
    const { name, load, diameter, fault } = recording;
    const samples = resampleToDevice(recording);
    const told = { name, load, diameter, label: CWRU_FAULTS.indexOf(fault) };
    if (fault !== 'normal') return [{ ...told, samples }];
    const middle = samples.length / 2;
    const [first, second] = [
      samples.subarray(0, middle - GAP_SAMPLES / 2),
      samples.subarray(middle + GAP_SAMPLES / 2),
    ];
    return [
      { ...told, half: 1 as const, samples: first },
      { ...told, half: 2 as const, samples: second },
    ];
  });
}

/** One recording of each fault, each of another diameter: what the shipped model's size is chosen by; it learns from none. */
export const CHOOSING: readonly string[] = ['b_007_1hp', 'ir_014_1hp', 'or_021_1hp'];
/** Horsepower of all that the shipped model learns from. */
const MOST_LEARNT_LOAD = 1;

/**
 * A recording of each of `CWRU_FAULTS`, in that order, that the shipped model's weights have not been learnt from: of a higher
 * load where there is one, else of those that its size was chosen by. As the device has them; to evaluate only.
 */
export function keptBackFaults(recordings: readonly CwruRecording[]): (DeviceRecording & Recording)[] {
  const unlearnt = deviceRecordings(recordings).filter(
    ({ name, load, half }) => load > MOST_LEARNT_LOAD || half === 2 || CHOOSING.includes(name),
  );
  const { sampleRateHz, scale } = FAULT_WINDOW;
  return CWRU_FAULTS.flatMap((_, label) =>
    unlearnt
      .filter((each) => each.label === label)
      .sort((a, b) => b.load - a.load)
      .slice(0, 1)
      .map((each) => ({ ...each, sampleRateHz, scale })),
  );
}

/** Windows one after another, as they are. */
export function plainRows({ samples, label }: DeviceRecording): LabelledRow[] {
  const { run } = createExtractor(FAULT_WINDOW);
  return windowsOf(samples, FAULT_WINDOW.samplesPerWindow).map((window) => ({ values: run(window), label }));
}

/** Per cent of the recorded speed: from no load to 3 hp a shaft loses 4. */
const SPEEDS = [97, 103];
const VARIATION = { gainOctaves: 0.5, noiseSteps: 20 };

/** What is learnt from: overlapping windows as they are, and others slower, faster, louder, softer and noisier. */
export function variedRows(recording: DeviceRecording, seed: number): LabelledRow[] {
  const { samples, label, name, half = 0 } = recording;
  const { samplesPerWindow } = FAULT_WINDOW;
  const { run } = createExtractor(FAULT_WINDOW);
  const random = seededRandom(seed).fork(`${name} ${half}`);
  const windows = [
    ...windowsOf(samples, samplesPerWindow, samplesPerWindow / 2),
    ...SPEEDS.flatMap((percent) =>
      windowsOf(atSpeed(samples, percent), samplesPerWindow).map((window) =>
        varied(window, VARIATION, random),
      ),
    ),
  ];
  return windows.map((window) => ({ values: run(window), label }));
}
