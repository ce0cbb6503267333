import { seededRandom } from '@fettle/kernel';
import type { MachineSecond, SimulatedMachine } from '../simulated-machine';

/** Taken out of the global once: some hosts intercept every look-up of a global. */
const { sin, exp, PI } = Math;

/**
 * Root mean square, in g, of what a healthy bearing hums from each of these frequencies to the next, in Hz: levels at which the
 * bands of `bearing-anomaly` are what they are on average in the healthy IMS rig.
 */
const HUM: readonly (readonly [fromHz: number, toHz: number, rms: number])[] = [
  [100, 500, 0.0214],
  [500, 1_000, 0.0267],
  [1_000, 2_000, 0.0189],
  [2_000, 3_000, 0.0201],
  [3_000, 4_000, 0.0306],
  [4_000, 5_000, 0.0273],
  [5_000, 6_000, 0.0212],
  [6_000, 8_000, 0.0204],
  [8_000, 10_000, 0.0156],
];
/** Tones of a band; so many with any phases are near enough to noise. */
const TONES = 12;
const SHAFT_HZ = 100 / 3;
/** Outer race of the rig's bearings; what an impact rings at, how fast it dies away, and its g at the worst. */
const [IMPACTS_PER_TURN, RING_HZ, DECAY_S, IMPACT] = [7.09, 4_500, 0.001, 2];

/** A bearing whose outer race spalls, heard in g. */
export const vibrationMachine: SimulatedMachine = {
  signal: 'vibration',
  hear(part) {
    const { machine, second, wear, samples, shape } = part;
    const random = seededRandom(1 + machine).fork(`second ${second}`);
    const tones = tonesOf(part, () => random.next());
    const turn = random.next();
    return Int16Array.from({ length: samples }, (_, i) => {
      let g = 0;
      for (const { step, phase, amplitude } of tones) g += amplitude * sin(step * i + phase);
      if (wear > 0) g += wear * IMPACT * ringing(turn + (SHAFT_HZ * i) / shape.sampleRateHz);
      return Math.max(-32_768, Math.min(32_767, Math.round(g / shape.scale)));
    });
  },
};

/** What a sensor of this rate can hear of the hum: half of its rate at most. */
function tonesOf({ shape: { sampleRateHz } }: MachineSecond, next: () => number) {
  return HUM.filter(([, toHz]) => 2 * toHz <= sampleRateHz).flatMap(([fromHz, toHz, rms]) =>
    Array.from({ length: TONES }, (_, tone) => ({
      step: (2 * PI * (fromHz + ((toHz - fromHz) * (tone + next())) / TONES)) / sampleRateHz,
      phase: 2 * PI * next(),
      amplitude: rms * Math.sqrt(2 / TONES),
    })),
  );
}

/** Of the last impact, after so many turns of the shaft. */
function ringing(turns: number): number {
  const since = ((turns * IMPACTS_PER_TURN) % 1) / (SHAFT_HZ * IMPACTS_PER_TURN);
  return exp(-since / DECAY_S) * sin(2 * PI * RING_HZ * since);
}
