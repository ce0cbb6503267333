import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { RejectReason } from '@fettle/contracts';
import type { Refusal } from './intake/rejections';

/** What a scrape finds of this process besides the counters. */
export interface IngestGauges {
  readonly connections: () => number;
  readonly inFlightMessages: () => number;
  readonly inFlightBytes: () => number;
}

const PUBACK_SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts of what came in, was refused, and how long durability took. Sums over all tenants: nobody's own figures. */
export class IngestMetrics {
  private readonly frames: Counter;
  private readonly readings: Counter;
  private readonly rejects: Counter<'reason'>;
  private readonly sparkplugGaps: Counter;
  private readonly loginsThrottled: Counter;
  private readonly pubackSeconds: Histogram;

  constructor(private readonly registry: Registry) {
    const registers = [registry];
    this.frames = new Counter({ name: 'fettle_ingest_frames_total', help: 'Frames made durable', registers });
    this.readings = new Counter({
      name: 'fettle_ingest_readings_total',
      help: 'Readings made durable',
      registers,
    });
    this.rejects = new Counter({
      name: 'fettle_ingest_rejects_total',
      help: 'Refusals by reason',
      labelNames: ['reason'],
      registers,
    });
    this.sparkplugGaps = new Counter({
      name: 'fettle_ingest_sparkplug_missing_total',
      help: 'Messages that the sequence of Sparkplug shows to be missing',
      registers,
    });
    this.loginsThrottled = new Counter({
      name: 'fettle_ingest_logins_throttled_total',
      help: 'Logins not looked at because their address had failed too often',
      registers,
    });
    this.pubackSeconds = new Histogram({
      name: 'fettle_ingest_puback_seconds',
      help: 'From the arrival of a message until it may be acknowledged',
      buckets: PUBACK_SECONDS,
      registers,
    });
  }

  /** Read at each scrape. */
  observe(gauges: IngestGauges): void {
    const gauge = (name: string, help: string, read: () => number): void => {
      const made: Gauge = new Gauge({
        name,
        help,
        registers: [this.registry],
        collect: () => made.set(read()),
      });
    };
    gauge('fettle_ingest_connections', 'Open MQTT connections', gauges.connections);
    gauge('fettle_ingest_in_flight_messages', 'Messages not yet durable', gauges.inFlightMessages);
    gauge('fettle_ingest_in_flight_bytes', 'Bytes of messages not yet durable', gauges.inFlightBytes);
  }

  taken(frames: number, readings: number, refusals: readonly Refusal[]): void {
    if (frames > 0) {
      this.frames.inc(frames);
      this.readings.inc(readings);
    }
    for (const { reason } of refusals) this.rejected(reason);
  }

  rejected(reason: RejectReason): void {
    this.rejects.inc({ reason });
  }

  settled(ms: number): void {
    this.pubackSeconds.observe(ms / 1_000);
  }

  sparkplugMissed(messages: number): void {
    this.sparkplugGaps.inc(messages);
  }

  loginThrottled(): void {
    this.loginsThrottled.inc();
  }
}
