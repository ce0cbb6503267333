import { createInterpreter, Model } from '@fettle/tinyml';
import { stepOf } from './evaluate-int8';
import { LoweredGraph } from './lowered/lowered-graph.types';
import { prepareLowered } from './lowered/run-lowered';
import { quantizeValues, Step } from './values';

/** What rounding did to the values that leave one layer. */
export interface LayerNoise {
  /** Place among the layers after batch norms are folded. */
  readonly layer: number;
  readonly kind: string;
  /** The operator that ends the layer. */
  readonly operator: string;
  readonly scale: number;
  readonly zeroPoint: number;
  /** Power of the values over power of their error, all rounding up to here included; Infinity where there is no error. */
  readonly sqnrDb: number;
  /** Share of the real values that lie beyond what can be stored. */
  readonly clipped: number;
}

interface Tally {
  readonly node: number;
  readonly tensor: number;
  readonly step: Step;
  signal: number;
  noise: number;
  clipped: number;
  count: number;
}

/** Compares both graphs, layer by layer, over the first `samples` samples. */
export function measureNoise(
  graph: LoweredGraph,
  model: Model,
  inputs: Float32Array,
  samples: number,
  kinds: readonly string[],
): readonly LayerNoise[] {
  const runner = prepareLowered(graph);
  const interpreter = createInterpreter(model, 'tflm');
  const inputStep = stepOf(interpreter.inputs[0]!);
  const tallies = talliesOf(graph, model);
  const byNode = new Map(tallies.map((tally) => [tally.node, tally]));
  for (let i = 0; i < samples; i++) {
    interpreter.reset();
    runner.run(inputs, i * runner.sampleSize, (values) => {
      interpreter.run([quantizeValues(values[graph.input]!, inputStep)], ({ index }, outputs) => {
        const tally = byNode.get(index);
        if (tally !== undefined) add(tally, values[tally.tensor]!, outputs[0]!.values as Int8Array);
      });
    });
  }
  return tallies.map(({ node, step, signal, noise, clipped, count }) => {
    const { layer, name } = graph.nodes[node]!;
    const sqnrDb = 10 * Math.log10(signal / noise);
    return { layer, kind: kinds[layer]!, operator: name, ...step, sqnrDb, clipped: clipped / count };
  });
}

/** One for each layer that computes anything: of the last value it writes. */
function talliesOf(graph: LoweredGraph, model: Model): readonly Tally[] {
  const last = new Map<number, Tally>();
  for (const { index, layer, outputs } of graph.nodes) {
    const tensor = outputs[0];
    if (tensor === undefined || graph.tensors[tensor]!.role !== 'activation') continue;
    const step = stepOf(model.subgraphs[0]!.tensors[tensor]!);
    last.set(layer, { node: index, tensor, step, signal: 0, noise: 0, clipped: 0, count: 0 });
  }
  return [...last.values()];
}

function add(tally: Tally, real: ArrayLike<number>, stored: Int8Array): void {
  const { scale, zeroPoint } = tally.step;
  const low = scale * (-128.5 - zeroPoint);
  const high = scale * (127.5 - zeroPoint);
  let [signal, noise, clipped] = [0, 0, 0];
  for (let i = 0; i < stored.length; i++) {
    const value = real[i]!;
    const error = scale * (stored[i]! - zeroPoint) - value;
    signal += value * value;
    noise += error * error;
    if (value < low || value > high) clipped++;
  }
  tally.signal += signal;
  tally.noise += noise;
  tally.clipped += clipped;
  tally.count += stored.length;
}
