import { Site, Work } from '../operator';

/** Of filters over inputs and over time. */
export function svdfWork(site: Site<{ readonly rank: number }>): Work {
  const [batches, inputs] = site.input(0).shape as readonly [number, number];
  const [filters, memory] = site.input(2).shape as readonly [number, number];
  return {
    macs: batches * filters * (inputs + memory),
    filters: batches * filters,
    inputMacs: batches * filters * inputs,
    memoryMacs: batches * filters * memory,
    outputs: site.output(0).count,
  };
}
