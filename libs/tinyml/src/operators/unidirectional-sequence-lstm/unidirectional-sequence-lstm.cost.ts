import { Site, Work } from '../operator';
import { gateFactor } from './gate';
import { gateOperands, lstmSize } from './geometry';
import { LstmOptions } from './options';

/** Of four gates for each step, each a product with the input and one with the state; factors up to one are rounded. */
export function unidirectionalSequenceLstmWork(site: Site<LstmOptions>): Work {
  const { batches, times, inputs, units } = lstmSize(site);
  const gates = gateOperands(site);
  const steps = batches * times;
  const factors = gates.flatMap(({ input, inputWeights, hidden, hiddenWeights }) => [
    gateFactor(site, input, inputWeights),
    gateFactor(site, hidden, hiddenWeights),
  ]);
  return {
    macs: gates.length * steps * units * (inputs + units),
    steps,
    outputs: steps * units,
    rounded: steps * units * factors.filter(({ shift }) => shift <= 0).length,
  };
}
