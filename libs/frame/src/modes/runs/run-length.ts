/** Highest step: chunks of 2^15 zeros. */
const MAX_STEP = 31;

/**
 * Adaptive chunk size for runs of zeros, as in the run mode of JPEG-LS (ITU-T T.87, A.7) with its table in closed form:
 * a one bit says that a whole chunk of zeros passed, a zero bit that the run ends inside the chunk.
 */
export class RunLength {
  private step = 0;

  /** Bits that say where in a chunk a run ended. */
  get chunkBits(): number {
    return this.step >> 1;
  }

  /** Zeros in a chunk. */
  get chunk(): number {
    return 1 << (this.step >> 1);
  }

  /** A chunk was full: the next ones may be longer. */
  grow(): void {
    if (this.step < MAX_STEP) this.step++;
  }

  /** A run ended: the next chunks may be shorter. */
  shrink(): void {
    if (this.step > 0) this.step--;
  }
}
