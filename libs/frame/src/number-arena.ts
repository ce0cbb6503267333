/**
 * Memory for the integer lists of one column while it is planned: views of one block, all given back at once.
 * Typed arrays of their own would each cost an allocation outside the heap, most of an encoder's time.
 */
export class NumberArena {
  private block = new Float64Array(16_384);
  private used = 0;

  /** `count` numbers with whatever they held before; valid until {@link reset}. */
  take(count: number): Float64Array {
    if (this.used + count > this.block.length) {
      this.block = new Float64Array(Math.max(this.block.length, count * 16));
      this.used = 0;
    }
    const from = this.used;
    this.used += count;
    return this.block.subarray(from, this.used);
  }

  /** Takes everything back. */
  reset(): void {
    this.used = 0;
  }
}
