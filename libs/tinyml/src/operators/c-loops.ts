/** One loop of a nest: how often, and how far each operand's place moves on at every turn. */
export interface Loop {
  readonly count: number;
  readonly steps: readonly number[];
}

const COUNTERS = ['i', 'j', 'k', 'l', 'm', 'n', 'o', 'p'] as const;

/** Loops over dimensions of these extents, outermost first; each operand has its strides. */
export function loopsOver(
  shape: readonly number[],
  ...strides: readonly (readonly number[])[]
): readonly Loop[] {
  return shape.map((count, dimension) => ({ count, steps: strides.map((own) => own[dimension]!) }));
}

/** The same visits in the same order by as few loops as there can be: none that turns once, no two that run on. */
export function mergedLoops(loops: readonly Loop[]): readonly Loop[] {
  const merged: Loop[] = [];
  for (const loop of loops) {
    if (loop.count === 1) continue;
    const outer = merged.at(-1);
    const runsOn = outer?.steps.every((step, operand) => step === loop.steps[operand]! * loop.count) ?? false;
    if (runsOn) merged.pop();
    merged.push(runsOn ? { count: outer!.count * loop.count, steps: loop.steps } : loop);
  }
  return merged;
}

/** C loops around what `body` says; it is given, for each operand, what to add to its place (` + 6 * i - 2 * j`). */
export function nestedC(
  loops: readonly Loop[],
  operands: number,
  body: (offsets: readonly string[]) => string,
): string {
  const counters = loops.map((_, depth) => COUNTERS[depth]!);
  const offsets = Array.from({ length: operands }, (_, operand) =>
    loops.map(({ steps }, depth) => offsetC(steps[operand]!, counters[depth]!)).join(''),
  );
  return counters.reduceRight(
    (inner, counter, depth) =>
      `for (int32_t ${counter} = 0; ${counter} < ${loops[depth]!.count}; ${counter}++) ${blockC(inner)}`,
    body(offsets),
  );
}

/** Statements in braces, one step further in. */
export function blockC(statements: string): string {
  return `{\n  ${statements.replaceAll('\n', '\n  ')}\n}`;
}

/** The number as something to add; nothing for zero. */
export function plusC(value: number): string {
  return value === 0 ? '' : value < 0 ? ` - ${-value}` : ` + ${value}`;
}

function offsetC(step: number, counter: string): string {
  if (step === 0) return '';
  const [sign, size] = step < 0 ? ['-', -step] : ['+', step];
  return ` ${sign} ${size === 1 ? counter : `${size} * ${counter}`}`;
}
