import { elementCount } from '@fettle/tinyml';
import { FloatOperand, FloatSite } from '../operators/float-operator';
import { floatOperator } from '../operators/registry';
import { LoweredGraph } from './lowered-graph.types';

/** Called after every run of the graph with the values of all its tensors, by tensor index; overwritten by the next run. */
export type ValuesObserver = (values: readonly (Float32Array | Int32Array)[]) => void;

/** A lowered graph made ready to run in real numbers. */
export interface LoweredRunner {
  /** Values of one sample, `runsPerSample` inputs one after the other. */
  readonly sampleSize: number;
  /**
   * One sample from state at rest: all its runs, each observed, and the last one's output, which the next sample
   * overwrites. The sample starts at `from` in `inputs`.
   */
  run(inputs: Float32Array, from: number, observer?: ValuesObserver): Float32Array;
}

/** Prepares all operators. */
export function prepareLowered(graph: LoweredGraph): LoweredRunner {
  const operands: FloatOperand[] = graph.tensors.map((tensor) => ({
    ...tensor,
    values: tensor.data ?? new Float32Array(elementCount(tensor.shape)),
  }));
  const variables = new Map<string, Float32Array>();
  const variable: FloatSite['variable'] = (handle, count) => {
    const known = variables.get(handle.name) ?? new Float32Array(count);
    variables.set(handle.name, known);
    return known;
  };
  const kernels = graph.nodes.map(({ name, inputs, outputs, options }) =>
    floatOperator(name).kernel({
      inputs: inputs.map((i) => operands[i]!),
      outputs: outputs.map((i) => operands[i]!),
      options,
      variable,
    }),
  );
  const values = operands.map((operand) => operand.values);
  const input = values[graph.input] as Float32Array;
  return {
    sampleSize: input.length * graph.runsPerSample,
    run: (inputs, from, observer) => {
      for (const state of variables.values()) state.fill(0);
      for (let step = 0; step < graph.runsPerSample; step++) {
        input.set(inputs.subarray(from + step * input.length, from + (step + 1) * input.length));
        for (const kernel of kernels) kernel();
        observer?.(values);
      }
      return values[graph.output] as Float32Array;
    },
  };
}
