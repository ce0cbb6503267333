import { DeviceWindows } from '@fettle/windowing';
import { MapWindows } from './map-windows';
import { FrameSource, readingsIn, type Workload, WORKLOADS } from './workload';

export interface WindowsFigures {
  /** All four sizes with exact sums and quantiles, closed as the watermark passes; a second of processor time. */
  readonly readingsPerSecondPerCore: number;
  /** One-minute windows without quantiles in a map by name, in the same run. */
  readonly mapReadingsPerSecondPerCore: number;
  readonly ratio: number;
}

export type WindowsBenchResult = Readonly<Record<string, WindowsFigures>>;

export interface WindowsBenchOptions {
  /** Counted runs, after one that is not; the figure is their median. Default 3. */
  readonly runs?: number;
  readonly workloads?: Readonly<Record<string, Workload>>;
  readonly onProgress?: (text: string) => void;
}

/** Measures how many readings one core turns into closed windows, by shape of load. */
export function runWindowsBench(options: WindowsBenchOptions = {}): WindowsBenchResult {
  const runs = options.runs ?? 3;
  const result: Record<string, WindowsFigures> = {};
  for (const [name, load] of Object.entries(options.workloads ?? WORKLOADS)) {
    options.onProgress?.(`windows: ${name}, ${readingsIn(load)} readings a run`);
    const own = rate(runs, load, countWindows);
    const map = rate(runs, load, countInMap);
    result[name] = { readingsPerSecondPerCore: own, mapReadingsPerSecondPerCore: map, ratio: own / map };
  }
  return result;
}

/** Readings that closed base windows hold after a run; all but those of the last minutes. */
export function countWindows(load: Workload, source: FrameSource): number {
  const devices = Array.from({ length: load.devices }, () => new DeviceWindows());
  let counted = 0;
  for (let sequence = 0; sequence < load.frames; sequence++) {
    for (const [index, device] of devices.entries()) {
      device.add(source.frame(index, sequence));
      for (const { sizeMs, signals } of device.close()) {
        if (sizeMs === device.sizesMs[0]) for (const { count } of signals) counted += count;
      }
    }
  }
  return counted;
}

/** Readings in the baseline's windows after a run. */
export function countInMap(load: Workload, source: FrameSource): number {
  const windows = new MapWindows();
  for (let sequence = 0; sequence < load.frames; sequence++) {
    for (let device = 0; device < load.devices; device++) windows.add(device, source.frame(device, sequence));
  }
  let counted = 0;
  for (const { count } of windows.windows.values()) counted += count;
  return counted;
}

function rate(runs: number, load: Workload, run: (load: Workload, source: FrameSource) => number): number {
  const source = new FrameSource(load);
  const rates = Array.from({ length: runs + 1 }, () => {
    const before = process.cpuUsage();
    run(load, source);
    const { user, system } = process.cpuUsage(before);
    return (readingsIn(load) * 1e6) / (user + system);
  });
  return rates.slice(1).sort((a, b) => a - b)[runs >> 1]!;
}
