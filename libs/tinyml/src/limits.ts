/** What a model may ask for; beyond it comes `TINYML.TOO_LARGE`, before anything is allocated. */
export interface ModelLimits {
  readonly modelBytes: number;
  readonly subgraphs: number;
  /** Tensors, and operators, of all subgraphs together. */
  readonly nodes: number;
  readonly rank: number;
  /** Bytes of one tensor, and of all tensors computed at run time together. */
  readonly tensorBytes: number;
  /** Inner steps (about one multiplication each) of one run of the whole model. */
  readonly steps: number;
}

/** Room for anything that a microcontroller runs, and for a server that is handed strangers' models. */
export const DEFAULT_LIMITS: ModelLimits = {
  modelBytes: 16 * 2 ** 20,
  subgraphs: 64,
  nodes: 16_384,
  rank: 8,
  tensorBytes: 64 * 2 ** 20,
  steps: 4e9,
};
