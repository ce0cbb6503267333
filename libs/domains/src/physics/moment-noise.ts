import { hash32, type Random, seededRandom } from '@fettle/kernel';

/**
 * Chance that belongs to a moment: reseeded for each event time, so that the noise of a sample depends on the machine's
 * seed and the sample's time alone, whatever was read before. SplitMix32 (Steele et al. 2014, with the finaliser of
 * MurmurHash3): one addition and a mix a draw, nothing to warm up.
 */
export class MomentNoise implements Random {
  private state = 0;
  private spare = NaN;

  constructor(private readonly seed: number) {}

  reseed(atMs: number): void {
    const high = Math.floor(atMs / 4294967296);
    this.state = mix((this.seed ^ mix((atMs >>> 0) ^ Math.imul(high, 0x85ebca6b))) >>> 0);
    this.spare = NaN;
  }

  next(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    return mix(this.state) / 4294967296;
  }

  normal(): number {
    const kept = this.spare;
    if (kept === kept) {
      this.spare = NaN;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    const angle = 2 * Math.PI * this.next();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  fork(label: string): Random {
    return seededRandom((this.state ^ hash32(label)) >>> 0);
  }
}

function mix(value: number): number {
  let z = value;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
