import { Site, Work } from '../operator';
import { LstmOptions } from './options';

const GATES = 4;

/** Of four gates for each step, each a product with the input and one with the state. */
export function unidirectionalSequenceLstmWork(site: Site<LstmOptions>): Work {
  const input = site.input(0);
  const inputs = input.shape.at(-1)!;
  const steps = input.count / inputs;
  const units = site.output(0).shape.at(-1)!;
  return {
    macs: GATES * steps * units * (inputs + units),
    steps,
    outputs: steps * units,
    sums: GATES * steps * units,
  };
}
