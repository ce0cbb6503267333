import type { EdgeBuild } from './edge-figures';

/** One way to build a model, each with one thing more than the row before: what that is worth. */
export interface EdgeStage {
  readonly name: string;
  readonly title: string;
  readonly build: EdgeBuild;
}

const PORTABLE = ['-DFETTLE_TINYML_PORTABLE'] as const;

/** From general kernels to what `fettle model compile` gives; the last row is the product. */
export const EDGE_STAGES: readonly EdgeStage[] = [
  {
    name: 'general',
    title: 'general kernels',
    build: { choices: { specialise: false, overlap: false }, flags: PORTABLE },
  },
  {
    name: 'ordered',
    title: '+ weights in blocks of four, factors folded',
    build: { choices: { overlap: false }, flags: PORTABLE },
  },
  { name: 'simd', title: '+ DSP instructions', build: { choices: { overlap: false } } },
  { name: 'overlapping', title: '+ outputs overlap inputs', build: {} },
];
