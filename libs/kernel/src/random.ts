/** A deterministic source of chance: the same seed gives the same sequence on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Standard normal, mean 0 and variance 1. */
  normal(): number;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
  /** An independent stream derived from this one's seed and a label; drawing from it does not move this one. */
  fork(label: string): Random;
}

/** FNV-1a, 32 bit: a stable number for a label. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** sfc32 (Doty-Humphrey, PractRand): 128 bits of state, passes PractRand to terabytes, a few additions a draw. */
export function seededRandom(seed: number): Random {
  let a = seed >>> 0;
  let b = 0x9e3779b9;
  let c = 0x243f6a88;
  let counter = 1;
  const draw = (): number => {
    const sum = (((a + b) >>> 0) + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum;
  };
  for (let i = 0; i < 12; i++) draw();
  let spare: number | undefined;
  const random: Random = {
    next: () => draw() / 4294967296,
    below: (bound) => Math.floor(random.next() * bound),
    normal: () => {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
      const angle = 2 * Math.PI * random.next();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    fork: (label) => seededRandom((seed ^ hash32(label)) >>> 0),
  };
  return random;
}
