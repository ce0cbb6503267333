import { Site, Work } from '../operator';

export function softmaxWork(site: Site<{ readonly beta: number }>): Work {
  const { count, shape } = site.input(0);
  return { macs: 0, outputs: count, rows: count / (shape.at(-1) ?? 1) };
}
