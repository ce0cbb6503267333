import { type Random, seededRandom } from '@fettle/kernel';
import { addFault, type SoundFault } from './sound-faults';
import { between, SOUND_RATE_HZ, type SoundingMachine } from './sounding-machine';

/** Taken out of the global once: some hosts intercept every look-up of a global. */
const { sin, PI } = Math;

export interface SoundClip {
  readonly machine: SoundingMachine;
  readonly seconds: number;
  /** Of this clip: phases, noise, how far the microphone is. */
  readonly seed: number;
  readonly fault?: {
    readonly kind: SoundFault;
    /** Amplitude against the machine's own, as a ratio. */ readonly level: number;
  };
}

/** A clip at 16 kHz, int16 of full scale; the same clip, the same samples. */
export function soundClip({ machine, seconds, seed, fault }: SoundClip): Int16Array {
  const random = seededRandom(seed);
  const sound = healthySound(machine, Math.round(seconds * SOUND_RATE_HZ), random);
  if (fault !== undefined) addFault(sound, machine, fault, random.fork('fault'));
  const gain = 32767 * 2 ** between(random, -0.3, 0.3);
  return Int16Array.from(sound, (value) => Math.max(-32768, Math.min(32767, Math.round(value * gain))));
}

function healthySound(machine: SoundingMachine, count: number, random: Random): Float64Array {
  const { mainsHz, rotorHz, blades, darkness } = machine;
  const drift = 1 + 0.01 * random.normal();
  const tones = [
    ...machine.hum.map((amplitude, i) => ({ amplitude, hz: 2 * mainsHz * (i + 1) })),
    ...machine.blade.map((amplitude, i) => ({ amplitude, hz: rotorHz * blades * (i + 1) * drift })),
  ].map((tone) => ({ ...tone, phase: 2 * PI * random.next() }));
  const breathPhase = 2 * PI * random.next();
  const drive = machine.noise * Math.sqrt(1 - darkness * darkness);
  const sound = new Float64Array(count);
  let noise = 0;
  for (let i = 0; i < count; i++) {
    const turn = (2 * PI * i) / SOUND_RATE_HZ;
    noise = darkness * noise + drive * random.normal();
    let value = noise;
    for (const { amplitude, hz, phase } of tones) value += amplitude * sin(turn * hz + phase);
    sound[i] = value * (1 + machine.breathDepth * sin(turn * machine.breathHz + breathPhase));
  }
  return sound;
}
