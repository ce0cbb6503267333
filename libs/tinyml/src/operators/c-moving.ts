import { bytesPerElement } from '../graph/element-types';
import { Shape } from '../graph/model.types';
import { Loop, loopsOver, mergedLoops, nestedC, plusC } from './c-loops';
import { CLayer, Operand } from './operator';

/** A walk over elements that are taken from one operand and put into another; places and strides count elements. */
export interface Move {
  readonly from: Operand;
  readonly to: Operand;
  readonly shape: Shape;
  readonly fromStart?: number;
  readonly fromStrides: readonly number[];
  readonly toStart?: number;
  readonly toStrides: readonly number[];
}

/** The statement that moves them: whole runs by memcpy, within as few loops as there can be. */
export function moveC(layer: CLayer, move: Move): string {
  const size = bytesPerElement(move.from.type);
  const inBytes = (strides: readonly number[]): number[] => strides.map((stride) => stride * size);
  const loops = loopsOver(
    [...move.shape, size],
    [...inBytes(move.fromStrides), 1],
    [...inBytes(move.toStrides), 1],
  );
  const { around, run } = runOf(mergedLoops(loops));
  const from = layer.bytes(move.from) + plusC((move.fromStart ?? 0) * size);
  const to = layer.bytes(move.to) + plusC((move.toStart ?? 0) * size);
  return nestedC(around, 2, ([fromOffset, toOffset]) =>
    run === 1
      ? `${byteC(to, toOffset!)} = ${byteC(from, fromOffset!)};`
      : `memcpy(${to}${toOffset}, ${from}${fromOffset}, ${run});`,
  );
}

/** The loops around the bytes that lie side by side on both ends. */
function runOf(loops: readonly Loop[]): { readonly around: readonly Loop[]; readonly run: number } {
  const inner = loops.at(-1);
  const together = inner?.steps.every((step) => step === 1) ?? false;
  return together ? { around: loops.slice(0, -1), run: inner!.count } : { around: loops, run: 1 };
}

/** One byte of a place, at an offset that begins with a sign. */
function byteC(place: string, offset: string): string {
  const index = offset === '' ? '0' : offset.replace(/^ \+ /, '').replace(/^ - /, '-');
  return `${/^\w+$/.test(place) ? place : `(${place})`}[${index}]`;
}
