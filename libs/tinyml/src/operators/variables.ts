import { ElementArray } from '../graph/element-types';
import { Operand, Site } from './operator';
import { requireType } from './quantized';

/** The number of the variable that the first input names. */
export function variableId(site: Site): number {
  return (site.input(0).values as Int32Array)[0]!;
}

/** The memory of the variable that the first input names, holding values like those of `operand`. */
export function variableOf(site: Site, operand: Operand): ElementArray {
  const handle = site.input(0);
  requireType(site, handle, 'resource');
  const values = site.surroundings.variable(variableId(site), operand);
  const fits = values.length === operand.count && values.constructor === operand.values.constructor;
  site.require(fits, 'the variable holds values of another kind');
  return values;
}
