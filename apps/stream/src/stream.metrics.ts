import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { RefusedRecord } from './arrivals/arrivals';
import type { DeviceOutcome } from './devices/device-stream';

const BATCH_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts of what was stored, and how long batches took. Sums over all tenants: nobody's own figures. */
export class StreamMetrics {
  private readonly frames: Counter;
  private readonly readings: Counter;
  private readonly windows: Counter;
  private readonly dropped: Counter<'reason'>;
  private readonly batchSeconds: Histogram;

  constructor(private readonly registry: Registry) {
    const registers = [registry];
    const counter = (name: string, help: string): Counter => new Counter({ name, help, registers });
    this.frames = counter('fettle_stream_frames_total', 'Frames stored');
    this.readings = counter('fettle_stream_readings_total', 'Readings stored');
    this.windows = counter('fettle_stream_windows_total', 'Windows closed');
    this.dropped = new Counter({
      name: 'fettle_stream_dropped_total',
      help: 'Frames and readings that entered no window, by reason',
      labelNames: ['reason'],
      registers,
    });
    this.batchSeconds = new Histogram({
      name: 'fettle_stream_batch_seconds',
      help: 'From a batch in hand until its results are committed',
      buckets: BATCH_SECONDS,
      registers,
    });
  }

  /** Read at each scrape. */
  observe(streamsInMemory: () => number): void {
    const gauge: Gauge = new Gauge({
      name: 'fettle_stream_devices_in_memory',
      help: 'Devices whose state is held in memory',
      registers: [this.registry],
      collect: () => gauge.set(streamsInMemory()),
    });
  }

  batchDone(outcomes: readonly DeviceOutcome[], refused: readonly RefusedRecord[], ms: number): void {
    for (const { accepted, readings, closed, duplicates, late } of outcomes) {
      this.frames.inc(accepted.length);
      this.readings.inc(readings);
      this.windows.inc(closed.length);
      if (duplicates > 0) this.dropped.inc({ reason: 'FRAME.REPLAYED' }, duplicates);
      for (const { reason, count } of late) this.dropped.inc({ reason }, count);
    }
    for (const { reason } of refused) this.dropped.inc({ reason });
    this.batchSeconds.observe(ms / 1_000);
  }
}
