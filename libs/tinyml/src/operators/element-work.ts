import { Site, Work } from './operator';

/** Of operators that do the same for every element that they write. */
export function elementWork(site: Site): Work {
  let outputs = 0;
  for (let i = 0; i < site.outputCount; i++) outputs += site.output(i).count;
  return { macs: 0, outputs };
}
