import { type Random, seededRandom } from '@fettle/kernel';

export const SOUND_RATE_HZ = 16_000;

/**
 * What makes one simulated machine sound like itself. Simulated, not recorded: harmonics of mains hum and of a rotor's blades,
 * noise that falls with frequency, and slow breathing of both; levels are amplitudes of full scale.
 */
export interface SoundingMachine {
  readonly rotorHz: number;
  readonly blades: number;
  /** Amplitudes of harmonics 1, 2, … of twice the mains frequency, and of the blades' passing. */
  readonly hum: readonly number[];
  readonly blade: readonly number[];
  /** Standard deviation of the noise, and the share of each sample that the next one keeps: how dark it is. */
  readonly noise: number;
  readonly darkness: number;
  readonly breathHz: number;
  readonly breathDepth: number;
  readonly mainsHz: number;
}

/** Uniform from `low` to `high`. */
export const between = (random: Random, low: number, high: number): number =>
  low + (high - low) * random.next();

/** A machine drawn from its seed: no two alike, all of one kind. */
export function soundingMachine(seed: number): SoundingMachine {
  const random = seededRandom(seed);
  const falling = (count: number, first: number): number[] =>
    Array.from({ length: count }, (_, i) => (first / (i + 1) ** 1.2) * 2 ** between(random, -1, 1));
  return {
    rotorHz: between(random, 23.5, 25),
    blades: 5 + random.below(4),
    hum: falling(6, 0.03),
    blade: falling(5, 0.04),
    noise: 0.03 * 2 ** between(random, -0.7, 0.7),
    darkness: between(random, 0.55, 0.8),
    breathHz: between(random, 0.4, 2.5),
    breathDepth: between(random, 0.05, 0.25),
    mainsHz: 50,
  };
}
