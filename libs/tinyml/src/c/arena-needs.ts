import { PreparedLayer } from '../interpreter/machine';
import { ArenaNeeds } from '../memory/arena';
import { operatorByName } from '../operators/registry';

/** Offsets stay multiples of this. */
const WORD_BYTES = 4;

/** What compiled layers need of the arena beside their operands, and, if wished, which outputs may follow their inputs in it. */
export function arenaNeeds(layers: readonly PreparedLayer[], overlap: boolean): ArenaNeeds {
  const scratch = new Map<number, number>();
  const overlaps = new Map<number, number>();
  for (const { node, site, outputs } of layers) {
    const { c } = operatorByName(node.name);
    scratch.set(node.index, c.scratch?.(site) ?? 0);
    const shift = Math.ceil((c.overlap?.(site) ?? Infinity) / WORD_BYTES) * WORD_BYTES;
    if (overlap && shift < (outputs[0]?.values.byteLength ?? 0)) overlaps.set(node.index, shift);
  }
  return { scratch, overlaps };
}
