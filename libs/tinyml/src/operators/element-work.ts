import { Site, Work } from './operator';

/** Of operators that do the same for every element. */
export function elementWork(site: Site): Work {
  let inputs = 0;
  for (let i = 0; i < site.inputCount; i++) {
    const input = site.optionalInput(i);
    if (input !== undefined && input.data === undefined) inputs += input.count;
  }
  let outputs = 0;
  for (let i = 0; i < site.outputCount; i++) outputs += site.output(i).count;
  return { macs: 0, inputs, outputs };
}
