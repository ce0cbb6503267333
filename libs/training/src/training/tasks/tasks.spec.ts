import { taskKindOf } from './registry';
import type { Results } from './task';
import type { TaskSpec } from './task.types';

function metricsOf(
  spec: TaskSpec,
  outputs: number[],
  width: number,
  targets: number[],
  targetWidth = width,
): unknown {
  const results: Results = {
    count: outputs.length / width,
    outputs: Float32Array.from(outputs),
    width,
    targets: Float32Array.from(targets),
    targetWidth,
  };
  return taskKindOf(spec).metrics(spec, results);
}

describe('metrics', () => {
  it('of a classifier: a class that never occurs says nothing, one that is always missed counts 0', () => {
    const outputs = [0.9, 0.1, 0, 0.6, 0.4, 0, 0.2, 0.8, 0, 0.7, 0.3, 0];
    const targets = [1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0];
    expect(metricsOf({ kind: 'classifier' }, outputs, 3, targets)).toEqual({
      kind: 'classifier',
      accuracy: 0.75,
      macroF1: (0.8 + 2 / 3) / 2,
      confusion: [
        [2, 0, 0],
        [1, 1, 0],
        [0, 0, 0],
      ],
    });
    expect(metricsOf({ kind: 'classifier' }, [1, 0, 1, 0], 2, [1, 0, 0, 1])).toMatchObject({
      macroF1: (2 / 3 + 0) / 2,
    });
  });

  it('of an autoencoder: percentiles of errors by nearest rank', () => {
    const outputs = Array.from({ length: 100 }, (_, i) => Math.sqrt(i + 1));
    const metrics = metricsOf({ kind: 'autoencoder' }, outputs, 1, new Array<number>(100).fill(0)) as {
      p50: number;
      p95: number;
      p99: number;
    };
    expect([metrics.p50, metrics.p95, metrics.p99].map(Math.round)).toEqual([50, 95, 99]);
  });

  it('of a regressor: late counts more than early in the NASA score', () => {
    const late = metricsOf({ kind: 'regressor' }, [20, 10], 1, [10, 10]) as {
      rmse: number;
      mae: number;
      nasaScore: number;
    };
    const early = metricsOf({ kind: 'regressor' }, [0, 10], 1, [10, 10]) as { nasaScore: number };
    expect(late).toMatchObject({ rmse: Math.sqrt(50), mae: 5 });
    expect(late.nasaScore).toBeCloseTo(Math.E - 1, 12);
    expect(early.nasaScore).toBeCloseTo(Math.exp(10 / 13) - 1, 12);
  });

  it('of a forecaster: coverage by quantile, error of the middle one', () => {
    const spec: TaskSpec = { kind: 'forecaster', quantiles: [0.25, 0.5, 0.75] };
    const metrics = metricsOf(spec, [0, 1, 2, 0, 1, 2], 3, [1.5, -1], 1) as {
      coverage: number[];
      mae: number;
      pinball: number;
    };
    expect(metrics.coverage).toEqual([0.5, 0.5, 1]);
    expect(metrics.mae).toBeCloseTo(1.25, 6);
    const truth = (0.25 * 1.5 + 0.5 * 0.5 + 0.25 * 0.5 + 0.75 * 1 + 0.5 * 2 + 0.25 * 3) / 6;
    expect(metrics.pinball).toBeCloseTo(truth, 6);
  });
});
