import { AppError, seededRandom } from '@fettle/kernel';
import { badSpec } from '../../network/errors';

/**
 * Indices of samples for each fraction, such that no group (recording, load, asset) straddles two parts: windows of one
 * recording resemble each other, and a split by window would test on what was learnt. Every sample is in exactly one part.
 * Groups are dealt in seeded order to the part that lacks most; part sizes are as near to the fractions as whole groups allow.
 * The same seed gives the same parts. Fractions are relative to their sum.
 * Throws `TRAINING.BAD_SPEC` for fractions that are not above 0, `TRAINING.TOO_FEW_GROUPS` where a part would stay empty.
 */
export function splitByGroup(
  groups: readonly (string | number)[],
  fractions: readonly number[],
  seed: number,
): readonly Int32Array[] {
  if (fractions.length === 0 || fractions.some((fraction) => !(fraction > 0 && fraction < Infinity))) {
    throw badSpec(`fractions are above 0: [${fractions.join(', ')}]`);
  }
  const members = indicesByGroup(groups);
  if (members.length < fractions.length) {
    throw new AppError(
      'TRAINING.TOO_FEW_GROUPS',
      `${members.length} groups cannot fill ${fractions.length} parts without being cut`,
      { details: { groups: members.length, parts: fractions.length } },
    );
  }
  shuffle(members, seed);
  const parts = deal(members, fractions, groups.length);
  return parts.map((part) => Int32Array.from(part).sort());
}

function indicesByGroup(groups: readonly (string | number)[]): number[][] {
  const members = new Map<string | number, number[]>();
  for (const [index, group] of groups.entries()) {
    const known = members.get(group);
    if (known === undefined) members.set(group, [index]);
    else known.push(index);
  }
  return [...members.values()];
}

function shuffle(groups: number[][], seed: number): void {
  const random = seededRandom(seed);
  for (let i = groups.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [groups[i], groups[j]] = [groups[j]!, groups[i]!];
  }
}

/** Each group to the part furthest below its due; groups left for empty parts are kept for them. */
function deal(groups: readonly number[][], fractions: readonly number[], samples: number): number[][] {
  const whole = fractions.reduce((sum, fraction) => sum + fraction);
  const parts = fractions.map((): number[] => []);
  for (const [i, group] of groups.entries()) {
    const empty = parts.filter((part) => part.length === 0).length;
    const mustFill = groups.length - i <= empty;
    let best = -1;
    let most = -Infinity;
    for (const [p, part] of parts.entries()) {
      if (mustFill && part.length > 0) continue;
      const lack = (fractions[p]! / whole) * samples - part.length;
      if (lack > most) [most, best] = [lack, p];
    }
    for (const index of group) parts[best]!.push(index);
  }
  return parts;
}
