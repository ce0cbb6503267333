import { elementCount, OperatorOptions, Shape } from '@fettle/tinyml';
import { floatOperator } from '../operators/registry';
import {
  FixedQuantization,
  LoweredGraph,
  LoweredNode,
  LoweredTensor,
  QuantizationGroup,
} from './lowered-graph.types';

/** What an operator is applied with, beside its inputs. */
export interface Application {
  readonly options?: OperatorOptions;
  /** The output's quantisation group where it is not the row's rule that decides. */
  readonly group?: number;
}

/** Grows a lowered graph operator by operator; tensors are named after the layer they come from. */
export class GraphBuilder {
  private readonly tensors: LoweredTensor[] = [];
  private readonly groups: QuantizationGroup[] = [];
  private readonly nodes: LoweredNode[] = [];
  private layer = 0;
  private kind = 'input';

  /** Everything from here on comes from this layer. */
  enter(layer: number, kind: string): void {
    this.layer = layer;
    this.kind = kind;
  }

  shape(tensor: number): Shape {
    return this.tensors[tensor]!.shape;
  }

  newGroup(fixed?: FixedQuantization): number {
    const index = this.groups.length;
    this.groups.push(fixed === undefined ? { index } : { index, fixed });
    return index;
  }

  activation(role: string, shape: Shape, group: number): number {
    return this.tensor(role, { shape, role: 'activation', group });
  }

  /** An activation that is zero in every run. */
  zeros(role: string, shape: Shape, group: number): number {
    return this.tensor(role, {
      shape,
      role: 'activation',
      group,
      data: new Float32Array(elementCount(shape)),
    });
  }

  weights(role: string, shape: Shape, data: Float32Array, channelAxis?: number): number {
    const axis = channelAxis === undefined ? {} : { channelAxis };
    return this.tensor(role, { shape, role: 'weights', data, ...axis });
  }

  bias(role: string, data: Float32Array): number {
    return this.tensor(role, { shape: [data.length], role: 'bias', data });
  }

  integers(role: string, values: readonly number[]): number {
    return this.tensor(role, { shape: [values.length], role: 'integers', data: Int32Array.from(values) });
  }

  /** A variable that outlives a run, by name. */
  handle(name: string): number {
    const output = this.tensor(name, { shape: [1], role: 'handle' });
    this.node('VAR_HANDLE', [], [output], { container: '', sharedName: name });
    return output;
  }

  /** An operator without output. */
  perform(name: string, inputs: readonly number[]): void {
    this.node(name, inputs, [], {});
  }

  /** The operator's output, quantised as its row says unless a group is given. */
  apply(name: string, inputs: readonly number[], shape: Shape, application: Application = {}): number {
    const output = this.activation(
      name.toLowerCase(),
      shape,
      application.group ?? this.groupAfter(name, inputs[0]!),
    );
    this.node(name, inputs, [output], application.options ?? {});
    return output;
  }

  /** Lets the operator that computes `tensor` end in this activation; false where it cannot. */
  fuse(tensor: number, activation: 'RELU' | 'RELU6'): boolean {
    const node = this.nodes.at(-1);
    if (node?.outputs[0] !== tensor || node.options.activation !== 'NONE') return false;
    if (floatOperator(node.name).output !== 'observed') return false;
    this.nodes[node.index] = { ...node, options: { ...node.options, activation } };
    return true;
  }

  finish(input: number, layerOutputs: readonly number[], runsPerSample: number): LoweredGraph {
    const output = layerOutputs.at(-1)!;
    const graph = { tensors: this.tensors, nodes: this.nodes, input, output, layerOutputs, runsPerSample };
    return { ...graph, groups: this.groups.map((group) => this.bounded(group, output)) };
  }

  private groupAfter(name: string, input: number): number {
    const { output } = floatOperator(name);
    if (output === 'as-input') return this.tensors[input]!.group!;
    return this.newGroup(output === 'observed' ? undefined : output);
  }

  /** The group with the bounds of its readers, where all of them read nothing beyond. */
  private bounded(group: QuantizationGroup, output: number): QuantizationGroup {
    const members = this.tensors.filter((tensor) => tensor.group === group.index).map(({ index }) => index);
    if (group.fixed !== undefined || members.includes(output)) return group;
    const readers = this.nodes.filter(({ inputs }) => inputs.some((input) => members.includes(input)));
    const [bounds, ...others] = new Set(readers.map(({ name }) => floatOperator(name).inputBounds));
    return bounds === undefined || others.length > 0 ? group : { ...group, bounds };
  }

  private tensor(role: string, rest: Omit<LoweredTensor, 'index' | 'name'>): number {
    const index = this.tensors.length;
    const place = this.kind === 'input' ? role : `${this.layer}/${this.kind}/${role}`;
    this.tensors.push({ index, name: place, ...rest });
    return index;
  }

  private node(
    name: string,
    inputs: readonly number[],
    outputs: readonly number[],
    options: OperatorOptions,
  ): void {
    this.nodes.push({ index: this.nodes.length, name, inputs, outputs, options, layer: this.layer });
  }
}
