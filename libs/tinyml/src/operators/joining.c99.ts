import { OperatorOptions } from '../graph/model.types';
import { moveC } from './c-moving';
import { Joint, runsOf } from './joining';
import { CBackEnd, CLayer, Site } from './operator';

/** Puts a whole together from its parts. */
export function joinC<O extends OperatorOptions>(jointOf: (site: Site<O>) => Joint): CBackEnd<O> {
  return { functions: [], emit: (site, layer) => movesC(layer, jointOf(site), 'join') };
}

/** Takes a whole apart. */
export function divideC<O extends OperatorOptions>(jointOf: (site: Site<O>) => Joint): CBackEnd<O> {
  return { functions: [], emit: (site, layer) => movesC(layer, jointOf(site), 'divide') };
}

/** One move for each part. */
function movesC(layer: CLayer, joint: Joint, way: 'join' | 'divide'): string {
  const { whole, parts } = joint;
  const runs = runsOf(joint);
  const round = runs.reduce((sum, run) => sum + run, 0);
  let start = 0;
  const moves = parts.map((part, p) => {
    const run = runs[p]!;
    const shape = [whole.count / round, run];
    const [own, shared] = [
      [run, 1],
      [round, 1],
    ];
    const move =
      way === 'join'
        ? { from: part, fromStrides: own, to: whole, toStart: start, toStrides: shared, shape }
        : { from: whole, fromStart: start, fromStrides: shared, to: part, toStrides: own, shape };
    start += run;
    return moveC(layer, move);
  });
  return moves.join('\n');
}
