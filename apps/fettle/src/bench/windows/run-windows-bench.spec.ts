import { countInMap, countWindows, runWindowsBench } from './run-windows-bench';
import { FrameSource, readingsIn, type Workload } from './workload';

const SMALL: Workload = { devices: 3, samples: 12, signals: 2, cadenceMs: 1_000, frames: 20 };

describe('windows bench', () => {
  it('measures the whole load: the baseline counts every reading, the engine all but those still open', () => {
    const total = readingsIn(SMALL);
    const closed = countWindows(SMALL, new FrameSource(SMALL));
    expect(countInMap(SMALL, new FrameSource(SMALL))).toBe(total);
    expect(closed).toBeLessThan(total);
    // Open are the minute in hand and the lateness of a minute before it.
    expect(closed).toBeGreaterThanOrEqual(total - SMALL.devices * SMALL.signals * 120);
  });

  it('gives its figures beside the baseline', () => {
    const { small } = runWindowsBench({ runs: 1, workloads: { small: SMALL } });
    expect(small!.ratio).toBeCloseTo(small!.readingsPerSecondPerCore / small!.mapReadingsPerSecondPerCore);
  });
});
