import { runTrainingBench } from './run-training-bench';

describe('training bench', () => {
  it('trains on both sides, which learn alike from the same weights', async () => {
    const { 'conv-1d': figures } = await runTrainingBench({
      runs: 1,
      workers: 1,
      only: ['conv-1d'],
      divisor: 4,
      now: () => performance.now(),
      cpuNow: () => process.cpuUsage().user / 1_000,
    });
    expect(figures!.ratio).toBeCloseTo(figures!.tfjsMs / figures!.fettleMs);
    expect(figures!.cpuRatio).toBeCloseTo(figures!.tfjsCpuMs / figures!.fettleCpuMs);
    expect(Math.abs(figures!.fettleFinalLoss / figures!.tfjsFinalLoss - 1)).toBeLessThan(0.02);
  }, 60_000);
});
