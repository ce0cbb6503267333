import { compileC, createInterpreter, loadTflite, Model, writeTflite } from '@fettle/tinyml';
import { predict } from '../network/network';
import { inputSizeOf } from '../network/shapes';
import { evaluateInt8 } from './evaluate-int8';
import { foldNorms } from './fold-norms';
import { lower } from './lowered/lower';
import { prepareLowered } from './lowered/run-lowered';
import { quantize } from './quantize';
import { RANGE_RULES } from './ranges/registry';
import { normalSamples, SAMPLE_NETWORKS, sampleNetwork } from './spec-builders/sample-networks';

const NAMES = Object.keys(SAMPLE_NETWORKS);
const samplesFor = (name: string, count: number, seed?: number): Float32Array =>
  normalSamples(count, inputSizeOf(SAMPLE_NETWORKS[name]!), seed);

/** Signal over error of int8 outputs on samples that did not calibrate, in dB. */
function outputQuality(name: string, options: Parameters<typeof quantize>[2] = {}): number {
  const network = sampleNetwork(name);
  const { model, runsPerSample } = quantize(network, samplesFor(name, 100), options);
  const inputs = samplesFor(name, 20, 77);
  const real = predict(network, inputs);
  const int8 = evaluateInt8(model, inputs, { runsPerSample });
  return decibels(real, int8);
}

function decibels(real: Float32Array, approximate: Float32Array): number {
  let [signal, noise] = [0, 0];
  real.forEach((value, i) => {
    signal += value ** 2;
    noise += (value - approximate[i]!) ** 2;
  });
  return 10 * Math.log10(signal / noise);
}

function operatorNames({ subgraphs }: Model): string[] {
  return subgraphs[0]!.operators.map(({ name }) => name);
}

describe.each(NAMES)('%s', (name) => {
  it.each(['unrolled', 'streaming'] as const)(
    'lowered %s computes what the network computes',
    (recurrent) => {
      const network = sampleNetwork(name);
      const inputs = samplesFor(name, 5);
      if (recurrent === 'streaming' && network.spec.layers.at(-1)!.kind === 'gru') return;
      const graph = lower(foldNorms(network), { recurrent, denseScales: 'per-channel' });
      const runner = prepareLowered(graph);
      const lowered = [0, 1, 2, 3, 4].flatMap((i) => [...runner.run(inputs, i * runner.sampleSize)]);
      const worst = Math.max(...predict(network, inputs).map((value, i) => Math.abs(value - lowered[i]!)));
      expect(worst).toBeLessThan(2e-5);
    },
  );

  it('int8 outputs on samples that did not calibrate have 25 dB of signal over their error', () => {
    expect(outputQuality(name)).toBeGreaterThan(25);
  });

  it('runs in both arithmetics, compiles to C, and survives being a .tflite file', () => {
    const { model } = quantize(sampleNetwork(name), samplesFor(name, 10));
    createInterpreter(model, 'litert');
    compileC(model, 'sample');
    const inputs = samplesFor(name, 3, 8);
    expect(evaluateInt8(loadTflite(writeTflite(model)), inputs)).toEqual(evaluateInt8(model, inputs));
  });

  it('the same network, samples and options give the same model', () => {
    const make = (): Model =>
      quantize(sampleNetwork(name), samplesFor(name, 4), { ranges: 'mse', comparedSamples: 1 }).model;
    expect(Buffer.compare(writeTflite(make()), writeTflite(make()))).toBe(0);
  });
});

describe('quantize', () => {
  it('uses no operator that is not needed', () => {
    const operators = (name: string): string[] =>
      operatorNames(quantize(sampleNetwork(name), samplesFor(name, 10)).model);
    expect(operators('conv-1d, batch norm, relu')).toEqual([
      'CONV_2D',
      'MAX_POOL_2D',
      'CONV_2D',
      'RESHAPE',
      'FULLY_CONNECTED',
      'SOFTMAX',
    ]);
    expect(operators('depthwise, pointwise, global pool')).toEqual([
      'DEPTHWISE_CONV_2D',
      'CONV_2D',
      'MEAN',
      'FULLY_CONNECTED',
      'SOFTMAX',
    ]);
  });

  it('one step a run with state gives the bits of all steps unrolled', () => {
    const whole = sampleNetwork('gru over gru');
    const network = {
      spec: { ...whole.spec, layers: whole.spec.layers.slice(0, 3) },
      weights: whole.weights.slice(0, 3),
    };
    const run = (recurrent: 'unrolled' | 'streaming'): Float32Array => {
      const { model, runsPerSample } = quantize(network, normalSamples(50, 24), { recurrent });
      return evaluateInt8(model, normalSamples(20, 24, 5), { runsPerSample });
    };
    expect(run('streaming')).toEqual(run('unrolled'));
  });

  it('a streaming model calibrates on the result after every step, not only after the last', () => {
    const { model, runsPerSample, report } = quantize(sampleNetwork('gru'), samplesFor('gru', 50), {
      recurrent: 'streaming',
    });
    expect(runsPerSample).toBe(8);
    expect(model.subgraphs[0]!.tensors[model.subgraphs[0]!.inputs[0]!]!.shape).toEqual([1, 1, 1, 3]);
    expect(report.sqnrDb).toBeGreaterThan(25);
  });

  it('an unrolled recurrent layer keeps one set of weights for all steps', () => {
    const { model } = quantize(sampleNetwork('gru'), samplesFor('gru', 10));
    const weights = model.subgraphs[0]!.tensors.filter(({ name }) => name.includes('kernel'));
    expect(weights.map(({ shape }) => shape)).toEqual([
      [5, 3],
      [5, 3],
      [5, 3],
      [3, 5],
    ]);
  });

  it.each(RANGE_RULES.map(({ name }) => name))('%s ranges give a model close to the network', (ranges) => {
    expect(outputQuality('conv-2d, average pool', { ranges })).toBeGreaterThan(25);
  });

  it('a scale for each unit saves units of small weights from those of large ones', () => {
    const network = sampleNetwork('dense, tanh, linear');
    network.weights[1]!.kernel!.forEach((_, i, kernel) => (kernel[i]! *= i < 8 ? 50 : 1));
    const [each, all] = (['per-channel', 'per-tensor'] as const).map((denseScales) => {
      const { model } = quantize(network, normalSamples(100, 10), { denseScales });
      const inputs = normalSamples(20, 10, 7);
      const small = (outputs: Float32Array): Float32Array => outputs.filter((_, i) => i % 10 > 0);
      return decibels(small(predict(network, inputs)), small(evaluateInt8(model, inputs)));
    }) as [number, number];
    expect(each).toBeGreaterThan(all);
  });

  it('weights of wildly different size beside large biases still fit int32', () => {
    const network = sampleNetwork('dense, relu, softmax');
    const [first] = network.weights;
    first!.kernel!.fill(0, 0, 10);
    first!.kernel!.fill(1e-9, 10, 20);
    first!.bias!.set([3, -5]);
    const { report } = quantize(network, samplesFor('dense, relu, softmax', 50));
    expect(report.sqnrDb).toBeGreaterThan(25);
  });

  it('a network that is zero everywhere is a model that is zero everywhere', () => {
    const network = sampleNetwork('conv-1d, batch norm, relu');
    for (const layer of network.weights) for (const values of Object.values(layer)) values.fill(0);
    const { model } = quantize(network, new Float32Array(24 * 4));
    const outputs = evaluateInt8(model, new Float32Array(24));
    expect(outputs[0]).toBe(outputs[2]);
  });

  it('reports every layer that computes, and the score of both', () => {
    const name = 'conv-1d, batch norm, relu';
    const inputs = samplesFor(name, 10, 3);
    const scoring = { inputs, score: (outputs: Float32Array) => outputs.length };
    const { report } = quantize(sampleNetwork(name), samplesFor(name, 30), { scoring });
    expect(report.layers.map(({ kind }) => kind)).toEqual([
      'conv-1d',
      'max-pool',
      'conv-1d',
      'flatten',
      'dense',
    ]);
    expect(report.score).toEqual({ float: 30, int8: 30 });
    for (const { sqnrDb, clipped } of report.layers) {
      expect(sqnrDb).toBeGreaterThan(25);
      expect(clipped).toBeLessThan(0.01);
    }
  });

  it('a rule for one layer touches that layer alone', () => {
    const name = 'dense, tanh, linear';
    const scales = (rangesOfLayer: Record<number, 'percentile'>): number[] =>
      quantize(sampleNetwork(name), samplesFor(name, 200), {
        rangesOfLayer,
        percentile: 90,
      })
        .model.subgraphs[0]!.tensors.filter(({ type, data }) => type === 'int8' && data === undefined)
        .map(({ quantization }) => quantization!.scales[0]!);
    const [plain, cut] = [scales({}), scales({ 1: 'percentile' })];
    expect(cut.slice(0, -1)).toEqual(plain.slice(0, -1));
    expect(cut.at(-1)!).toBeLessThan(plain.at(-1)!);
  });

  it('refuses what it cannot quantise, by name', () => {
    const network = sampleNetwork('dense, relu, softmax');
    const code = (run: () => unknown): string => {
      try {
        run();
      } catch (error) {
        return (error as { code: string }).code;
      }
      return 'none';
    };
    expect(code(() => quantize(network, new Float32Array(0)))).toBe('TRAINING.BAD_SHAPE');
    expect(code(() => quantize(network, new Float32Array(11)))).toBe('TRAINING.BAD_SHAPE');
    expect(code(() => quantize(network, new Float32Array(10).fill(NaN)))).toBe('TRAINING.BAD_CALIBRATION');
    for (const options of [
      { percentile: 0 },
      { percentile: NaN },
      { ranges: 'all' as 'mse' },
      { comparedSamples: 0 },
    ]) {
      expect(code(() => quantize(network, new Float32Array(10), options))).toBe('TRAINING.BAD_SPEC');
    }
    network.weights[0]!.kernel![3] = Infinity;
    expect(code(() => quantize(network, new Float32Array(10)))).toBe('TRAINING.BAD_WEIGHTS');
    const convolution = sampleNetwork('conv-1d, batch norm, relu');
    const mixed = {
      spec: { input: [12, 3], layers: [convolution.spec.layers[0]!, { kind: 'gru', units: 2 } as const] },
      weights: [
        convolution.weights[0]!,
        {
          kernel: new Float32Array(36),
          recurrent: new Float32Array(12),
          bias: new Float32Array(6),
          recurrentBias: new Float32Array(6),
        },
      ],
    };
    expect(code(() => quantize(mixed, new Float32Array(36)))).toBe('none');
    expect(code(() => quantize(mixed, new Float32Array(36), { recurrent: 'streaming' }))).toBe(
      'TRAINING.NOT_LOWERED',
    );
  });
});
