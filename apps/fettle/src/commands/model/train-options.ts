import type { TableOptions } from './table-options';

/** What a person says to `fettle model train`. */
export interface TrainOptions extends TableOptions {
  readonly json?: boolean;
  readonly list?: boolean;
  readonly data?: string;
  readonly layers: string;
  readonly epochs: string;
  readonly workers: string;
  readonly out: string;
}
