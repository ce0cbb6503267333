import type { Random } from '@fettle/kernel';
import { SOUND_RATE_HZ, type SoundingMachine } from './sounding-machine';

export const SOUND_FAULTS = ['squeal', 'knocking', 'rattling', 'imbalance'] as const;
export type SoundFault = (typeof SOUND_FAULTS)[number];

interface FaultSound {
  readonly kind: SoundFault;
  /** Amplitude against the root mean square of the machine's own sound. */
  readonly level: number;
}

type Add = (sound: Float64Array, machine: SoundingMachine, amplitude: number, random: Random) => void;

const ADD: Readonly<Record<SoundFault, Add>> = {
  squeal: addSqueal,
  knocking: addKnocking,
  rattling: addRattling,
  imbalance: addImbalance,
};

/** Adds a fault's sound to a machine's, in place. */
export function addFault(
  sound: Float64Array,
  machine: SoundingMachine,
  { kind, level }: FaultSound,
  random: Random,
): void {
  let squares = 0;
  for (const value of sound) squares += value * value;
  ADD[kind](sound, machine, level * Math.sqrt(squares / sound.length), random);
}

/** A dry bearing or belt: a tone of 2 to 5 kHz that wavers, and comes and goes with the shaft. */
function addSqueal(
  sound: Float64Array,
  { rotorHz }: SoundingMachine,
  amplitude: number,
  random: Random,
): void {
  const hz = 2000 + 3000 * random.next();
  let phase = 0;
  for (let i = 0; i < sound.length; i++) {
    const turn = (2 * Math.PI * i) / SOUND_RATE_HZ;
    phase += ((2 * Math.PI * hz) / SOUND_RATE_HZ) * (1 + 0.004 * Math.sin(turn * 6));
    sound[i]! += amplitude * Math.SQRT2 * Math.sin(phase) * (0.6 + 0.4 * Math.sin(turn * rotorHz));
  }
}

/** A loose part struck once a turn: a blow that rings at 0.8 to 2 kHz for some milliseconds. */
function addKnocking(
  sound: Float64Array,
  { rotorHz }: SoundingMachine,
  amplitude: number,
  random: Random,
): void {
  const hz = 800 + 1200 * random.next();
  const every = SOUND_RATE_HZ / rotorHz;
  for (let at = every * random.next(); at < sound.length; at += every * (1 + 0.02 * random.normal())) {
    ring(sound, Math.floor(at), { hz, amplitude: 4 * amplitude * (0.7 + 0.6 * random.next()), decayMs: 6 });
  }
}

/** A panel or cover: many small blows at any time, ringing at 3 to 6 kHz. */
function addRattling(sound: Float64Array, _: SoundingMachine, amplitude: number, random: Random): void {
  for (let at = 0; at < sound.length; at += -Math.log(1 - random.next()) * (SOUND_RATE_HZ / 60)) {
    const hz = 3000 + 3000 * random.next();
    ring(sound, Math.floor(at), { hz, amplitude: 3 * amplitude * random.next(), decayMs: 3 });
  }
}

/** A rotor out of balance: everything swells once a turn, and the housing hums at the turn's low harmonics. */
function addImbalance(
  sound: Float64Array,
  { rotorHz }: SoundingMachine,
  amplitude: number,
  random: Random,
): void {
  const depth = Math.min(0.8, 8 * amplitude);
  const phase = 2 * Math.PI * random.next();
  for (let i = 0; i < sound.length; i++) {
    const turn = ((2 * Math.PI * i) / SOUND_RATE_HZ) * rotorHz + phase;
    sound[i]! *= 1 + depth * Math.sin(turn);
    sound[i]! += 2 * amplitude * (Math.sin(2 * turn) + 0.7 * Math.sin(3 * turn) + 0.5 * Math.sin(4 * turn));
  }
}

function ring(
  sound: Float64Array,
  from: number,
  { hz, amplitude, decayMs }: { readonly hz: number; readonly amplitude: number; readonly decayMs: number },
): void {
  const decay = Math.exp(-1000 / (decayMs * SOUND_RATE_HZ));
  let level = amplitude;
  for (let i = from; i < sound.length && level > amplitude * 0.001; i++) {
    sound[i]! += level * Math.sin((2 * Math.PI * hz * (i - from)) / SOUND_RATE_HZ);
    level *= decay;
  }
}
