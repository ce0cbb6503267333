import { Arithmetic } from '../arithmetic/arithmetic';
import { malformed, tooLarge } from '../errors';
import { bytesPerElement, ElementArray, elementsOf, newElements } from '../graph/element-types';
import { Model, OperatorNode, Subgraph, Tensor } from '../graph/model.types';
import { elementCount, sameShape } from '../graph/shapes';
import { ModelLimits } from '../limits';
import { Kernel, Operand, Site, Surroundings } from '../operators/operator';
import { operatorByName } from '../operators/registry';
import { makeSite } from './site';

type Observer = (operator: OperatorNode, outputs: readonly Operand[]) => void;

/** An operator made ready to run, with what its row was shown. */
export interface PreparedLayer {
  readonly node: OperatorNode;
  readonly site: Site;
  readonly kernel: Kernel;
  readonly outputs: readonly Operand[];
}

/** Values that outlive a run, and the one that all of them begin with. */
export interface KeptValues {
  readonly values: ElementArray;
  readonly initial: number;
}

/** A subgraph made ready to run. */
export class PreparedSubgraph {
  private readonly prepared: PreparedLayer[] = [];

  constructor(
    readonly graph: Subgraph,
    readonly operands: readonly Operand[],
  ) {}

  /** In execution order. */
  get layers(): readonly PreparedLayer[] {
    return this.prepared;
  }

  add(node: OperatorNode, site: Site, kernel: Kernel): void {
    this.prepared.push({ node, site, kernel, outputs: node.outputs.map((i) => this.operands[i]!) });
  }

  run(): void {
    for (const layer of this.prepared) layer.kernel();
  }

  runObserved(observer: Observer): void {
    for (const layer of this.prepared) {
      layer.kernel();
      observer(layer.node, layer.outputs);
    }
  }
}

/** All subgraphs of a model with their memory, prepared when first asked for, and the variables they share. */
export class Machine implements Surroundings {
  private readonly prepared = new Map<number, PreparedSubgraph>();
  private readonly names = new Map<string, number>();
  private readonly variables = new Map<number, KeptValues>();
  private readonly calledOnce = new Set<number>();
  private readonly preparing = new Set<number>();
  private bytes = 0;
  private work = 0;

  constructor(
    private readonly model: Model,
    private readonly arithmetic: Arithmetic,
    private readonly limits: ModelLimits,
  ) {
    this.subgraph(0);
    this.reset();
  }

  get steps(): number {
    return this.work;
  }

  /** Subgraphs that others call, every one after those that it calls itself. */
  get called(): readonly PreparedSubgraph[] {
    return [...this.prepared.values()].filter(({ graph }) => graph.index !== 0);
  }

  /** The variables in use, by number. */
  get kept(): ReadonlyMap<number, KeptValues> {
    return this.variables;
  }

  subgraph(index: number): PreparedSubgraph {
    const known = this.prepared.get(index);
    if (known !== undefined) return known;
    const graph = this.model.subgraphs[index];
    if (graph === undefined) throw malformed(`there is no subgraph ${index}`);
    if (this.preparing.has(index)) throw malformed(`subgraph ${index} calls itself`);
    this.preparing.add(index);
    const ready = this.prepare(graph);
    this.prepared.set(index, ready);
    return ready;
  }

  private prepare(graph: Subgraph): PreparedSubgraph {
    const operands = graph.tensors.map((tensor) => this.operand(tensor));
    const ready = new PreparedSubgraph(graph, operands);
    for (const node of graph.operators) {
      const operator = operatorByName(node.name);
      const place = { subgraph: graph.index, operatorIndex: node.index, operator: node.name };
      const site = makeSite(node, operands, place, this.arithmetic, this);
      operator.shapes(site).forEach((shape, i) => {
        const declared = site.output(i).shape;
        site.require(
          shape === undefined || sameShape(shape, declared),
          `output ${i} is declared [${declared.join(', ')}], not [${shape?.join(', ')}]`,
        );
      });
      this.work += operator.steps(site);
      if (this.work > this.limits.steps) throw tooLarge('steps of one run', this.work, this.limits.steps);
      ready.add(node, site, operator.kernel(site));
    }
    return ready;
  }

  private operand(tensor: Tensor): Operand {
    const count = elementCount(tensor.shape);
    const size = bytesPerElement(tensor.type);
    if (tensor.data === undefined || tensor.data.byteOffset % size !== 0) this.account(count * size);
    const values =
      tensor.data === undefined ? newElements(tensor.type, count) : elementsOf(tensor.type, tensor.data);
    return { ...tensor, count, values };
  }

  private account(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.limits.tensorBytes) {
      throw tooLarge('bytes of all tensors', this.bytes, this.limits.tensorBytes);
    }
  }

  variableId(name: string): number {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    this.names.set(name, this.names.size);
    return this.names.size - 1;
  }

  variable(id: number, like: Tensor): ElementArray {
    const known = this.variables.get(id);
    if (known !== undefined) return known.values;
    const count = elementCount(like.shape);
    this.account(count * bytesPerElement(like.type));
    const values = newElements(like.type, count);
    this.variables.set(id, { values, initial: initialValue(like) });
    return values;
  }

  callOnce(index: number): () => void {
    const called = this.subgraph(index);
    return () => {
      if (this.calledOnce.has(index)) return;
      this.calledOnce.add(index);
      called.run();
    };
  }

  reset(): void {
    this.calledOnce.clear();
    for (const { values, initial } of this.variables.values()) fill(values, initial);
    for (const { operands } of this.prepared.values()) {
      for (const operand of operands) if (operand.variable) fill(operand.values, initialValue(operand));
    }
  }
}

/** Both runtimes reset 8-bit state to its zero point, all other state to zero bytes. */
export function initialValue(tensor: Tensor): number {
  return tensor.type === 'int8' ? (tensor.quantization?.zeroPoints[0] ?? 0) : 0;
}

function fill(values: ElementArray, value: number): void {
  if (values instanceof BigInt64Array) values.fill(BigInt(value));
  else values.fill(value);
}
