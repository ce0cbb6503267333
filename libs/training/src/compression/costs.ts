import {
  bytesPerElement,
  createInterpreter,
  elementCount,
  Model,
  planArena,
  reportModel,
} from '@fettle/tinyml';
import { Costs } from './candidate.types';

/** Says what a model needs of a device: a prediction of the target's, or a measurement. */
export type CostOf = (model: Model) => Costs;

/** Multiplier and shift of each channel that has a scale of its own. */
const RESCALING_BYTES = 8;

/**
 * What any device needs, without its code: constants and rescaling factors, the planned arena, and inner steps (about one
 * multiplication each) for instructions. Good for comparing candidates; a target's own prediction is better.
 */
export function leastCosts(model: Model): Costs {
  const [main] = model.subgraphs;
  let flashBytes = 0;
  for (const { shape, type, data, quantization } of main!.tensors) {
    if (data === undefined) continue;
    flashBytes += elementCount(shape) * bytesPerElement(type);
    if (type === 'int8') flashBytes += RESCALING_BYTES * (quantization?.scales.length ?? 0);
  }
  const { steps } = createInterpreter(model, 'tflm');
  return { flashBytes, ramBytes: planArena(main!).bytes, instructions: steps };
}

/** What the model's compiled C is predicted to take on this target: `TINYML.UNKNOWN_TARGET` lists those there are. */
export function costsOn(target: string): CostOf {
  return (model) => {
    const { flash, ram, instructions } = reportModel(model, target);
    return { flashBytes: flash.total - flash.harness, ramBytes: ram.total, instructions };
  };
}
