import { createInterpreter, writeTflite } from '@fettle/tinyml';
import { seededRandom } from '@fettle/kernel';
import { initialNetwork } from '../network/network';
import { Network } from '../network/network.types';
import { normalSamples, sampleNetwork } from '../quantization/spec-builders/sample-networks';
import { CLASSES, clouds, FEATURES } from '../spec-builders/clouds';
import { train } from '../training/train';
import { compress } from './compress';
import { Compression } from './compress.types';
import { compressionSvg, compressionText } from './compression-text';

const task = { kind: 'classifier' } as const;
const [data, validation] = [clouds(400, 1), clouds(400, 2)];
const fineTuning = { epochs: 3, learningRate: 0.005 };

async function trainedClassifier(): Promise<Network> {
  const layers = [
    { kind: 'dense', units: 24 },
    { kind: 'batch-norm' },
    { kind: 'activation', activation: 'relu' },
    { kind: 'dense', units: CLASSES, activation: 'softmax' },
  ] as const;
  const network = initialNetwork({ input: [FEATURES], layers }, seededRandom(4));
  const optimizer = { kind: 'adam', learningRate: 0.01 } as const;
  return (await train({ network, data, task, epochs: 15, optimizer })).network;
}

describe('compress', () => {
  let network: Network;
  let compression: Compression;
  const seen: string[] = [];

  beforeAll(async () => {
    network = await trainedClassifier();
    compression = await compress({
      network,
      data,
      validation,
      task,
      fineTuning,
      ratios: [0.5, 0.75],
      budget: { flashBytes: 250 },
      onProgress: ({ done, of, candidate }) => seen.push(`${done}/${of} ${candidate.name}`),
    });
  });

  it('tries every way to choose ranges, training with rounding, and each ratio with and without a teacher', () => {
    expect(seen.map((line) => line.replace(/ int8 (min-max|percentile|mse)/, ''))).toEqual([
      '1/12',
      '2/12',
      '3/12',
      '4/12, aware',
      '5/12 pruned 50 %,',
      '6/12 pruned 50 %,, aware',
      '7/12 pruned 50 %, distilled,',
      '8/12 pruned 50 %, distilled,, aware',
      '9/12 pruned 75 %,',
      '10/12 pruned 75 %,, aware',
      '11/12 pruned 75 %, distilled,',
      '12/12 pruned 75 %, distilled,, aware',
    ]);
  });

  it('int8 is as good as the network, a quarter of its size, and pruning makes it smaller still', () => {
    const { float, candidates } = compression;
    expect(float.score).toBeGreaterThan(0.93);
    const whole = candidates.filter(({ recipe }) => recipe.pruned === 0);
    for (const { score } of whole) expect(score).toBeGreaterThan(float.score - 0.02);
    const flash = (ratio: number): number[] =>
      candidates.filter(({ recipe }) => recipe.pruned === ratio).map(({ costs }) => costs.flashBytes);
    expect(Math.max(...flash(0.5))).toBeLessThan(0.6 * Math.min(...flash(0)));
    expect(Math.max(...flash(0.75))).toBeLessThan(0.6 * Math.min(...flash(0.5)));
  });

  it('what it picks fits the budget, is on no worse score than any other that fits, and runs', () => {
    const { pick, candidates } = compression;
    if (pick === undefined || !('picked' in pick)) throw new Error('nothing picked');
    expect(pick.picked.costs.flashBytes).toBeLessThanOrEqual(250);
    const fitting = candidates.filter(({ costs }) => costs.flashBytes <= 250);
    expect(pick.picked.score).toBe(Math.max(...fitting.map(({ score }) => score)));
    expect(fitting.length).toBeLessThan(candidates.length);
    createInterpreter(pick.picked.quantized.model, 'tflm');
  });

  it('the table, the plot and the drawing have all of them', () => {
    const text = compressionText(compression);
    for (const { name } of compression.candidates) expect(text).toContain(name);
    expect(text).toMatch(/^picked: /m);
    expect(compressionSvg(compression).match(/<g>/g)).toHaveLength(compression.candidates.length);
  });

  it('the same options give the same candidates; costs come from who knows them', async () => {
    const costOf = () => ({ flashBytes: 7, ramBytes: 8, instructions: 9 });
    const few = clouds(80, 3);
    const options = {
      network,
      data: few,
      validation: few,
      task,
      ratios: [0.5],
      fineTuning: { epochs: 1 },
      costOf,
    };
    const [once, again] = [await compress(options), await compress(options)];
    const bytes = ({ candidates }: Compression): Buffer =>
      Buffer.concat(candidates.map(({ quantized }) => writeTflite(quantized.model)));
    expect(bytes(again).equals(bytes(once))).toBe(true);
    expect(once.candidates[0]!.costs).toEqual(costOf());
  });

  it('a budget that nothing fits is refused with the nearest and its bound', async () => {
    const { pick } = await compress({
      network,
      data,
      validation,
      task,
      ratios: [],
      fineTuning: { epochs: 1 },
      budget: { ramBytes: 1 },
    });
    expect(pick).toMatchObject({ refused: 'TRAINING.NO_CANDIDATE_FITS', bound: 'ramBytes', limit: 1 });
  });

  it('a network with nothing to prune is rounded only; a regressor is judged by its error', async () => {
    const recurrent = sampleNetwork('gru over gru');
    const inputs = normalSamples(20, 24);
    const series = { inputs, shape: [8, 3], targets: new Float32Array(40) };
    const { candidates, metric } = await compress({
      network: recurrent,
      data: series,
      validation: series,
      task: { kind: 'regressor' },
      fineTuning: { epochs: 1 },
      quantization: { recurrent: 'streaming' },
    });
    expect(candidates).toHaveLength(4);
    expect(metric).toMatchObject({ name: 'rmse', better: 'less' });
  });

  it('ratios that mean nothing are refused before anything is trained', async () => {
    const refused = expect.objectContaining({ code: 'TRAINING.BAD_PRUNING' });
    await expect(compress({ network, data, validation, task, ratios: [0.5, 1] })).rejects.toEqual(refused);
  });

  it('ends where it is told to, with what there is', async () => {
    const stop = new AbortController();
    const { candidates, stopped } = await compress({
      network,
      data,
      validation,
      task,
      fineTuning,
      signal: stop.signal,
      onProgress: ({ done }) => done === 3 && stop.abort(),
    });
    expect([candidates.length, stopped]).toEqual([3, 'aborted']);
  });
});
