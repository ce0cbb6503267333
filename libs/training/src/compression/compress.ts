import { wholeNumber } from '../network/errors';
import { parameterCount, predict } from '../network/network';
import { Network } from '../network/network.types';
import { quantizeAware } from '../quantization/aware/quantize-aware';
import { evaluateInt8 } from '../quantization/evaluate-int8';
import { quantize, QuantizedNetwork, QuantizeOptions } from '../quantization/quantize';
import { RANGE_RULES, RangeKind } from '../quantization/ranges/registry';
import { sampleCount, samplesAt } from '../training/data/dataset';
import { train } from '../training/train';
import { TrainOptions } from '../training/train.types';
import { Candidate, Recipe } from './candidate.types';
import { Compression, CompressOptions } from './compress.types';
import { leastCosts } from './costs';
import { taught } from './distillation/distil';
import { Metric, taskMetric } from './metric';
import { Axis, paretoFront } from './pareto/pareto-front';
import { pick } from './pareto/pick';
import { prunableLayers } from './pruning/channel-flow';
import { keptOf, pruneByRounds } from './pruning/prune';

const RATIOS = [0.25, 0.5, 0.75];
const BYTES_PER_FLOAT = 4;

/** Layers are compared over few samples: what counts here is the score. */
const COMPARED = 16;

/**
 * Candidates that are smaller than the network, each judged as int8 by the interpreter on the validation data: rounded with
 * every way to choose ranges; trained with rounding; and for each ratio pruned and trained again, without and with the network
 * as teacher, each of these rounded and trained with rounding (ranges as they served the whole network best). The same options
 * give the same candidates. A network that has nothing to prune is only rounded. Rejects as `train`, `quantize` and `prune` do.
 */
export async function compress(options: CompressOptions): Promise<Compression> {
  const { network, validation, task } = options;
  const metric = options.metric ?? taskMetric(network.spec, validation, task);
  const run = new CompressionRun(options, metric);
  await run.all();
  const { candidates } = run;
  const front = new Set(paretoFront(candidates, axesOf(metric)));
  const float = {
    flashBytes: parameterCount(network.spec) * BYTES_PER_FLOAT,
    score: metric.of(predict(network, validation.inputs)),
  };
  const chosen = pick(candidates, options.budget ?? {}, metric.better);
  const stopped = options.signal?.aborted === true ? 'aborted' : 'finished';
  return { metric, float, candidates, front, pick: chosen, stopped };
}

/** Flash, RAM, instructions and score. */
export function axesOf({ name, better }: Metric): readonly Axis<Candidate>[] {
  return [
    { name: 'flash', better: 'less', of: ({ costs }) => costs.flashBytes },
    { name: 'RAM', better: 'less', of: ({ costs }) => costs.ramBytes },
    { name: 'instructions', better: 'less', of: ({ costs }) => costs.instructions },
    { name, better, of: ({ score }) => score },
  ];
}

type Training = Omit<TrainOptions, 'network' | 'hooks'>;

/** One compression: makes candidates one after the other. */
class CompressionRun {
  readonly candidates: Candidate[] = [];
  private readonly calibration: Float32Array;
  private readonly ratios: readonly number[];

  constructor(
    private readonly options: CompressOptions,
    private readonly metric: Metric,
  ) {
    const { data, network, calibrationSamples = 256 } = options;
    wholeNumber('calibrationSamples', calibrationSamples);
    const count = sampleCount(data);
    const taken = Math.min(count, calibrationSamples);
    const spread = Array.from({ length: taken }, (_, i) => Math.floor((i * count) / taken));
    this.calibration = samplesAt(data, spread).inputs;
    for (const ratio of options.ratios ?? RATIOS) keptOf(1, ratio, options.multiple ?? 1);
    this.ratios = prunableLayers(network).length === 0 ? [] : (options.ratios ?? RATIOS);
  }

  async all(): Promise<void> {
    const { network } = this.options;
    for (const { name } of RANGE_RULES) {
      if (this.aborted) return;
      this.addRounded(network, { pruned: 0, distilled: false, aware: false, ranges: name });
    }
    const ranges = this.bestRanges();
    await this.addAware(network, { pruned: 0, distilled: false, aware: true, ranges });
    for (const pruned of this.ratios) {
      for (const distilled of [false, true])
        await this.addPruned({ pruned, distilled, aware: false, ranges });
    }
  }

  private get aborted(): boolean {
    return this.options.signal?.aborted === true;
  }

  private bestRanges(): RangeKind {
    const sign = this.metric.better === 'more' ? -1 : 1;
    return [...this.candidates].sort((a, b) => sign * (a.score - b.score))[0]!.recipe.ranges;
  }

  private async addPruned(recipe: Recipe): Promise<void> {
    if (this.aborted) return;
    const { network, rounds = 2, criterion = 'l1', multiple = 1 } = this.options;
    const pruning = { ratio: recipe.pruned, rounds, criterion, multiple, samples: this.calibration };
    const training = this.training(recipe);
    const { network: pruned } = await pruneByRounds(network, pruning, async (now, round) =>
      this.aborted ? now : (await train({ ...training, network: now, seed: training.seed! + round })).network,
    );
    if (this.aborted) return;
    this.addRounded(pruned, recipe);
    await this.addAware(pruned, { ...recipe, aware: true });
  }

  private addRounded(network: Network, recipe: Recipe): void {
    this.add(network, quantize(network, this.calibration, this.quantization(recipe)), recipe);
  }

  private async addAware(network: Network, recipe: Recipe): Promise<void> {
    if (this.aborted) return;
    const aware = await quantizeAware({
      network,
      calibration: this.calibration,
      training: this.training(recipe),
      quantization: this.quantization(recipe),
    });
    if (!this.aborted) this.add(aware.network, aware.quantized, recipe);
  }

  private add(network: Network, quantized: QuantizedNetwork, recipe: Recipe): void {
    const { validation, costOf = leastCosts, onProgress } = this.options;
    const { model, runsPerSample } = quantized;
    const score = this.metric.of(evaluateInt8(model, validation.inputs, { runsPerSample }));
    const candidate = { name: nameOf(recipe), recipe, costs: costOf(model), score, network, quantized };
    this.candidates.push(candidate);
    const of = RANGE_RULES.length + 1 + 4 * this.ratios.length;
    onProgress?.({ done: this.candidates.length, of, candidate });
  }

  private quantization(recipe: Recipe): QuantizeOptions {
    const { ranges } = recipe;
    return { ...this.options.quantization, ranges, description: nameOf(recipe), comparedSamples: COMPARED };
  }

  private training(recipe: Recipe): Training {
    const { data, task, network, teaching = {}, fineTuning = {}, seed = 1, signal } = this.options;
    const { epochs = 5, learningRate = 1e-3, ...rest } = fineTuning;
    const training: Training = {
      ...rest,
      data,
      task,
      epochs,
      seed: seed + this.candidates.length,
      optimizer: { kind: 'adam', learningRate },
      schedule: { kind: 'cosine' },
      ...(signal === undefined ? {} : { signal }),
    };
    return recipe.distilled ? taught(network, training, teaching) : training;
  }
}

/** Says what was done, in the order in which it was done. */
function nameOf({ pruned, distilled, aware, ranges }: Recipe): string {
  const parts = [
    ...(pruned > 0 ? [`pruned ${Math.round(100 * pruned)} %`] : []),
    ...(distilled ? ['distilled'] : []),
    `int8 ${ranges}`,
    ...(aware ? ['aware'] : []),
  ];
  return parts.join(', ');
}
