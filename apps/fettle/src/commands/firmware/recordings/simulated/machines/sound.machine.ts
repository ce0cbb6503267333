import { deviceSamples, SOUND_RATE_HZ, soundClip, soundingMachine } from '@fettle/model-recipes';
import type { SimulatedMachine } from '../simulated-machine';

/** No machine that the shipped `sound-anomaly` has learnt from or was judged by. */
const FIRST_MACHINE = 5_002;
/** Amplitude of the knocking at its worst against the machine's own sound. */
const WORST = 0.8;
/** Of full scale: what a step of a clip is. */
const STEP = 1 / 32_768;
/** Longer than a machine runs here: seeds of two never meet. */
const SEEDS = 1_000_000;

/** A fan, where a part comes loose and knocks once a turn. */
export const soundMachine: SimulatedMachine = {
  signal: 'sound',
  hear({ machine, second, wear, samples, shape }) {
    const seconds = samples / shape.sampleRateHz + MARGIN_S;
    const seed = (machine + 1) * SEEDS + second;
    const clip = {
      ...{ machine: soundingMachine(FIRST_MACHINE + machine), seconds, seed },
      ...(wear === 0 ? {} : { fault: { kind: 'knocking' as const, level: wear * WORST } }),
    };
    const recorded = { samples: soundClip(clip), scale: STEP, sampleRateHz: SOUND_RATE_HZ };
    return deviceSamples(recorded, shape).slice(0, samples);
  },
};

/** What a resampler may keep to itself. */
const MARGIN_S = 0.02;
