import { ARITHMETICS } from '../arithmetic/arithmetic';
import { elementsFrom } from '../spec-builders/tflite';
import { encodeOne, interpret, OneOperator, storedValues } from '../spec-builders/one-operator';
import { SAMPLE_MODELS } from '../spec-builders/sample-models';
import { elementCount } from '../graph/shapes';
import { newElements } from '../graph/element-types';
import { Operand, Surroundings } from '../operators/operator';
import { OPERATORS, operatorByName } from '../operators/registry';
import { makeSite } from '../interpreter/site';
import { loadTflite } from '../tflite/load-tflite';
import { ArenaNeeds, planArena } from './arena';

const Q = { scale: 1 / 256, zero: -128 } as const;

/** One operator of each kind that works in place, with operands of equal length. */
function inPlaceSample(code: number): OneOperator {
  const tensor = { ...Q, shape: [2, 8] };
  const second = { ...tensor, values: storedValues(tensor, 5) };
  const moved: Readonly<Record<number, OneOperator['inputs'][number]>> = {
    22: { shape: [2], type: 'int32', values: [16, 1] },
    70: { shape: [1], type: 'int32', values: [0] },
  };
  const output: Readonly<Record<number, readonly number[]>> = { 22: [16, 1], 70: [1, 2, 8], 43: [2, 8] };
  const places = operatorByCode(code).inPlace!.length;
  const extra = moved[code];
  return {
    code,
    inputs: [tensor, ...(places === 2 ? [second] : []), ...(extra === undefined ? [] : [extra])],
    outputs: [{ ...Q, shape: output[code] ?? [2, 8] }],
    options: code === 25 ? { 0: { f32: 1 } } : code === 98 ? { 0: { f32: 0.1 } } : {},
  };
}

function operatorByCode(code: number): (typeof OPERATORS)[number] {
  return OPERATORS.find((operator) => operator.code === code)!;
}

const none: Surroundings = {
  variable: () => new Int8Array(0),
  variableId: () => 0,
  callOnce: () => () => undefined,
};

/** The output of the kernel when it writes over its input at this place. */
function runInPlace(one: OneOperator, place: number, values: readonly number[]): readonly number[] {
  const graph = loadTflite(encodeOne(one)).subgraphs[0]!;
  const node = graph.operators[0]!;
  const shared = new Int8Array(values);
  const operands = graph.tensors.map((tensor): Operand => {
    const taking = tensor.index === node.inputs[place] || tensor.index === node.outputs[0];
    const count = elementCount(tensor.shape);
    const own =
      tensor.data === undefined
        ? newElements(tensor.type, count)
        : elementsFrom(tensor.type, one.inputs[tensor.index]!.values!);
    return { ...tensor, count, values: taking ? shared : own };
  });
  const site = makeSite(
    node,
    operands,
    { subgraph: 0, operatorIndex: 0, operator: node.name },
    ARITHMETICS.tflm,
    none,
  );
  operatorByName(node.name).kernel(site)();
  return [...shared];
}

describe('the arena of a model', () => {
  it('is optimal for the small classifier, and shares memory', () => {
    const plan = planArena(loadTflite(SAMPLE_MODELS[0]!).subgraphs[0]!);
    expect(plan.bytes).toBe(plan.lowerBound);
    expect(plan.bytes).toBeLessThan(plan.bytesUnshared);
  });

  it.each(SAMPLE_MODELS.map((_, i) => i))('keeps all tensors of sample %i apart while they live', (i) => {
    const graph = loadTflite(SAMPLE_MODELS[i]!).subgraphs[0]!;
    const { buffers, bytes, lowerBound, offsets } = planArena(graph);
    expect(bytes).toBeGreaterThanOrEqual(lowerBound);
    for (const a of buffers) {
      expect(a.offset % 4).toBe(0);
      for (const b of buffers) {
        const meet = a !== b && a.firstStep <= b.lastStep && b.firstStep <= a.lastStep;
        expect(meet && a.offset < b.offset + b.bytes && b.offset < a.offset + a.bytes).toBe(false);
      }
    }
    for (const { index, data } of graph.tensors)
      if (data !== undefined) expect(offsets.has(index)).toBe(false);
    for (const { inputs, outputs } of graph.operators) {
      for (const index of [...inputs, ...outputs]) {
        if (index === -1) continue;
        const { data, type } = graph.tensors[index]!;
        expect(offsets.has(index)).toBe(data === undefined && type !== 'resource');
      }
    }
  });

  it('lets a reshape have its input for nothing, but not one that is read again', () => {
    const graph = loadTflite(encodeOne(inPlaceSample(22))).subgraphs[0]!;
    expect(planArena(graph).bytes).toBe(16);
    expect(planArena({ ...graph, outputs: [0, ...graph.outputs] }).bytes).toBe(32);
  });

  it('keeps what an operator asks for apart from its operands, and gives it back', () => {
    const graph = loadTflite(encodeOne(inPlaceSample(22))).subgraphs[0]!;
    const plan = planArena(graph, { scratch: new Map([[0, 10]]), overlaps: new Map() });
    expect(plan.bytes).toBe(16 + 12);
    expect(plan.scratch.get(0)).toBeGreaterThanOrEqual(16);
  });

  it('lets an output follow its input where an operator allows it and it saves memory', () => {
    const graph = loadTflite(encodeOne(inPlaceSample(55))).subgraphs[0]!;
    const needs = (shift: number): ArenaNeeds => ({ scratch: new Map(), overlaps: new Map([[0, shift]]) });
    const alone = { ...graph, operators: graph.operators.map((node) => ({ ...node, name: 'CONV_2D' })) };
    const [from, to] = [alone.operators[0]!.inputs[0]!, alone.operators[0]!.outputs[0]!];
    const plan = planArena(alone, needs(4));
    expect(plan.bytes).toBe(planArena(alone).bytes - 12);
    expect(plan.offsets.get(from)! - plan.offsets.get(to)!).toBe(4);
    expect(plan.bytes).toBeGreaterThanOrEqual(plan.lowerBound);
    const readLater = { ...alone, outputs: [from, ...alone.outputs] };
    expect(planArena(readLater, needs(4))).toEqual(planArena(readLater));
  });

  const kinds = OPERATORS.filter(({ inPlace }) => inPlace !== undefined);
  it.each(kinds.map(({ name, code }) => [name, code] as const))('%s may write over its input', (_, code) => {
    const one = inPlaceSample(code);
    const values = storedValues({ ...Q, shape: [16] }, 11);
    const [output] = interpret(one, 'tflm').run([new Int8Array(values)]);
    expect(runInPlace(one, 0, values)).toEqual([...(output as Int8Array)]);
  });
});
