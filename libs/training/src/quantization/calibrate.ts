import { countSamples } from '../network/shapes';
import { badCalibration } from './errors';
import { LoweredGraph } from './lowered/lowered-graph.types';
import { prepareLowered } from './lowered/run-lowered';
import { HistogramBuilder } from './ranges/histogram';
import { Range, RangeSettings } from './ranges/range-rule';
import { RangeKind, rangeRule } from './ranges/registry';

/** How ranges are chosen: one rule for all layers, other rules for some. */
export interface RangeChoice extends RangeSettings {
  readonly ranges: RangeKind;
  /** By place in the network as given; the model's input counts as layer -1. */
  readonly rangesOfLayer: Readonly<Record<number, RangeKind>>;
}

/**
 * The range of every group whose quantisation is not prescribed, over all samples (one after the other, as the network takes
 * them). `TRAINING.BAD_SHAPE` where there are none or the last one is cut short, `TRAINING.BAD_CALIBRATION` where a value
 * anywhere is not finite.
 */
export function calibrate(
  graph: LoweredGraph,
  samples: Float32Array,
  choice: RangeChoice,
): readonly (Range | undefined)[] {
  const runner = prepareLowered(graph);
  const count = countSamples(samples, runner.sampleSize);
  const kinds = rangeKinds(graph, choice);
  const seen = graph.groups.map(({ fixed }) => (fixed === undefined ? new HistogramBuilder() : undefined));
  const pass = (visit: (histogram: HistogramBuilder, values: Float32Array) => void): void => {
    const observed = graph.tensors.filter(
      ({ role, group }) => role === 'activation' && seen[group!] !== undefined,
    );
    for (let i = 0; i < count; i++) {
      runner.run(samples, i * runner.sampleSize, (values) => {
        for (const { index, group } of observed) visit(seen[group!]!, values[index] as Float32Array);
      });
    }
  };
  pass((histogram, values) => {
    if (!histogram.widen(values)) throw badCalibration('a value is not finite');
  });
  if (kinds.some((kind) => rangeRule(kind).needsCounts)) pass((histogram, values) => histogram.count(values));
  return seen.map(
    (histogram, group) => histogram && rangeRule(kinds[group]!).range(histogram.finish(), choice),
  );
}

/** Every group goes by the rule of the layer that first computes it. */
function rangeKinds(graph: LoweredGraph, { ranges, rangesOfLayer }: RangeChoice): readonly RangeKind[] {
  const layers = new Map<number, number>();
  const claim = (tensor: number, layer: number): void => {
    const { group } = graph.tensors[tensor]!;
    if (group !== undefined && !layers.has(group)) layers.set(group, layer);
  };
  claim(graph.input, -1);
  for (const { outputs, layer } of graph.nodes) for (const output of outputs) claim(output, layer);
  return graph.groups.map(({ index }) => rangesOfLayer[layers.get(index) ?? -1] ?? ranges);
}
