import type { Batch } from '../batch';

/** A way to carry a batch that Fettle is compared with. */
export interface Rival {
  readonly name: string;
  /** The bytes of its best variant, and what its decoder makes of them, to be compared with {@link Batch}. */
  encode(batch: Batch): Uint8Array;
  /** Times, then the numbers (or real values) of each column in order; null where missing, NaN as NaN. */
  decode(bytes: Uint8Array, batch: Batch): { times: number[]; columns: (number | null)[][] };
}

/** What a rival's decoder gives. */
export type Decoded = ReturnType<Rival['decode']>;
