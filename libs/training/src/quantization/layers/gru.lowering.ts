import { GraphBuilder } from '../lowered/graph-builder';
import { Flow, LayerLowering, LayerSite } from './layer-lowering';
import { reshaped } from './reshaped';

/** Constants of the cell, one set however many steps use it: for each gate kernel, bias, recurrent kernel and bias. */
interface Cell {
  readonly gates: readonly (readonly [number, number, number, number])[];
  readonly builder: GraphBuilder;
  readonly units: number;
  /** Quantisation groups of what is computed in a step, by role: the same in every step. */
  readonly groups: Map<string, number>;
  /** That of the state, from zero to the last step. */
  readonly state: number;
}

/**
 * Update and reset gates, candidate, and the state as `candidate + update * (state - candidate)`. Each gate has products of
 * its own, so that each has scales of its own and nothing has to be cut apart. Unrolled, every step is a run of operators
 * over shared constants; streaming, one step runs at a time and the state is a variable.
 */
export const gru: LayerLowering<'gru'> = {
  kind: 'gru',
  lower: (site) => {
    const cell = cellOf(site);
    return site.flow.stepwise ? streaming(site, cell) : unrolled(site, cell);
  },
};

const GATES = ['update', 'reset', 'candidate'] as const;

function cellOf({ layer: { units }, flow, options, builder, weights }: LayerSite<'gru'>): Cell {
  const inputs = flow.shape.at(-1)!;
  const axis = options.denseScales === 'per-channel' ? 0 : undefined;
  const kernel = weights('kernel');
  const recurrent = weights('recurrent');
  const bias = weights('bias');
  const recurrentBias = weights('recurrentBias');
  const part = (values: Float32Array, gate: number): Float32Array =>
    values.slice((gate * values.length) / 3, ((gate + 1) * values.length) / 3);
  const gates = GATES.map(
    (name, gate) =>
      [
        builder.weights(`${name}/kernel`, [units, inputs], part(kernel, gate), axis),
        builder.bias(`${name}/bias`, part(bias, gate)),
        builder.weights(`${name}/recurrent`, [units, units], part(recurrent, gate), axis),
        builder.bias(`${name}/recurrent-bias`, part(recurrentBias, gate)),
      ] as const,
  );
  return { gates, builder, units, groups: new Map(), state: builder.newGroup() };
}

/** The state after one step, from the step's input and the state before. */
function stepOf({ gates, builder, units, groups, state }: Cell, input: number, before: number): number {
  const shape = [1, units];
  const group = (role: string): number => {
    const known = groups.get(role) ?? builder.newGroup();
    groups.set(role, known);
    return known;
  };
  const product = (role: string, from: number, weights: number, bias: number): number =>
    builder.apply('FULLY_CONNECTED', [from, weights, bias], shape, {
      options: { activation: 'NONE', shuffled: false, keepDimensions: false },
      group: group(role),
    });
  const combine = (name: 'ADD' | 'SUB' | 'MUL', role: string, a: number, b: number): number => {
    const options = { activation: 'NONE', ...(name === 'MUL' ? {} : { powerOfTwoScales: true }) };
    return builder.apply(name, [a, b], shape, { options, group: role === 'state' ? state : group(role) });
  };
  const [x, h] = [0, 2].map((from) =>
    gates.map((gate, i) =>
      product(`${GATES[i]}/${from}`, from === 0 ? input : before, gate[from]!, gate[from + 1]!),
    ),
  ) as [number[], number[]];
  const gate = (i: number): number =>
    builder.apply('LOGISTIC', [combine('ADD', `${GATES[i]}/sum`, x[i]!, h[i]!)], shape);
  const update = gate(0);
  const recalled = combine('MUL', 'recalled', gate(1), h[2]!);
  const candidate = builder.apply('TANH', [combine('ADD', 'candidate/sum', x[2]!, recalled)], shape);
  const kept = combine('MUL', 'kept', update, combine('SUB', 'difference', before, candidate));
  return combine('ADD', 'state', candidate, kept);
}

function unrolled(site: LayerSite<'gru'>, cell: Cell): Flow {
  const { layer, flow, builder } = site;
  const [steps, channels] = flow.shape as readonly [number, number];
  let state = builder.zeros('state', [1, cell.units], cell.state);
  const states: number[] = [];
  for (let step = 0; step < steps; step++) {
    state = stepOf(cell, stepInput(builder, flow.tensor, step, channels), state);
    states.push(state);
  }
  if (layer.returnSequences !== true) return { ...flow, tensor: state, shape: [cell.units] };
  const joined = builder.apply('CONCATENATION', states, [1, steps * cell.units], {
    options: { axis: 1, activation: 'NONE' },
  });
  const tensor = reshaped(builder, joined, [1, 1, steps, cell.units]);
  return { ...flow, tensor, shape: [steps, cell.units] };
}

/** Channels of one step as a vector. */
function stepInput(builder: GraphBuilder, series: number, step: number, channels: number): number {
  const bounds = [
    builder.integers('begin', [0, 0, step, 0]),
    builder.integers('end', [1, 1, step + 1, channels]),
    builder.integers('strides', [1, 1, 1, 1]),
  ];
  return builder.apply('STRIDED_SLICE', [series, ...bounds], [1, channels], {
    options: {
      beginMask: 0,
      endMask: 0,
      ellipsisMask: 0,
      newAxisMask: 0,
      shrinkAxisMask: 0b0110,
      offset: false,
    },
  });
}

function streaming({ index, layer, flow, builder }: LayerSite<'gru'>, cell: Cell): Flow {
  const handle = builder.handle(`state-${index}`);
  const before = builder.apply('READ_VARIABLE', [handle], [1, cell.units], { group: cell.state });
  const input = reshaped(builder, flow.tensor, [1, flow.shape[1]!]);
  const state = stepOf(cell, input, before);
  builder.perform('ASSIGN_VARIABLE', [handle, state]);
  if (layer.returnSequences !== true) return { tensor: state, shape: [cell.units], stepwise: false };
  const tensor = reshaped(builder, state, [1, 1, 1, cell.units]);
  return { ...flow, tensor, shape: [1, cell.units] };
}
