import { elementCount } from '../graph/shapes';
import { Kernel, Operand, Site } from './operator';

/** A whole that consists of parts side by side along an axis of theirs. */
export interface Joint {
  readonly whole: Operand;
  readonly parts: readonly Operand[];
  readonly axis: number;
}

/** Elements of each part that lie in a row in the whole: parts take turns, over and over. */
export function runsOf({ parts, axis }: Joint): readonly number[] {
  return parts.map(({ shape }) => elementCount(shape.slice(axis)));
}

/** Puts a whole together from its parts. */
export function joinKernel(joint: Joint): Kernel {
  const whole = joint.whole.values as Int8Array;
  return eachRun(joint, (part, from, at, run) => {
    for (let i = 0; i < run; i++) whole[at + i] = part[from + i]!;
  });
}

/** Takes a whole apart; refuses parts of another type than the whole. */
export function divideKernel(site: Pick<Site, 'require'>, joint: Joint): Kernel {
  for (const { type } of joint.parts)
    site.require(type === joint.whole.type, 'parts and input differ in type');
  const whole = joint.whole.values as Int8Array;
  return eachRun(joint, (part, from, at, run) => {
    for (let i = 0; i < run; i++) part[from + i] = whole[at + i]!;
  });
}

type RunVisitor = (part: Int8Array, from: number, at: number, run: number) => void;

function eachRun(joint: Joint, visit: RunVisitor): Kernel {
  const parts = joint.parts.map(({ values }) => values as Int8Array);
  const runs = runsOf(joint);
  return () => {
    let round = 0;
    for (let at = 0; at < joint.whole.count; round++) {
      for (let p = 0; p < parts.length; p++) {
        visit(parts[p]!, round * runs[p]!, at, runs[p]!);
        at += runs[p]!;
      }
    }
  };
}
