/** What a rival runtime takes for a model. */
export interface RivalFigures {
  readonly flashBytes: number;
  /** Arena and stack. */
  readonly ramBytes: number;
  readonly instructions: number;
}

/** A runtime that cannot be built here, with its figures for models by name as they were measured elsewhere. */
export interface Rival {
  readonly name: string;
  readonly title: string;
  readonly models: Readonly<Record<string, RivalFigures>>;
}

/** Where the figures of rivals come from; the same for all. */
export const RIVALS_SOURCE =
  'recorded, not measured in this run: TensorFlow Lite Micro built with the same compiler (GCC 12.2), flash = text + data ' +
  'with a 1 KB harness, RAM = arena + stack, instructions counted on the same emulated board (QEMU mps2-an386)';

/** Every rival; a new one is a row. */
export const RIVALS: readonly Rival[] = [
  {
    name: 'tflm',
    title: 'TFLM',
    models: {
      ad01_int8: { flashBytes: 298_492, ramBytes: 3_428, instructions: 4_070_000 },
      kws_ref_model: { flashBytes: 91_204, ramBytes: 23_880, instructions: 134_000_000 },
    },
  },
  {
    name: 'tflmCmsisNn',
    title: 'TFLM + CMSIS-NN',
    models: {
      ad01_int8: { flashBytes: 311_340, ramBytes: 4_132, instructions: 583_000 },
      kws_ref_model: { flashBytes: 140_236, ramBytes: 24_588, instructions: 7_580_000 },
    },
  },
];
