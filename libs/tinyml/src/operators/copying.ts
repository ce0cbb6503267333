import { Kernel, Site } from './operator';

/** Copies the first input to the first output, element by element; types and counts must agree. */
export function copyKernel(site: Site): Kernel {
  const [input, output] = [site.input(0), site.output(0)];
  site.require(input.type === output.type && input.count === output.count, 'input and output differ in kind');
  const from = input.values as Int8Array;
  const to = output.values as Int8Array;
  return () => to.set(from);
}
