import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HealthRegistry } from '@fettle/platform';
import { type Broker, MQTT_BROKER } from './broker/broker';
import { IngestMetrics } from './ingest.metrics';
import { DurableAppender } from './intake/durable-appender';
import { InFlightBudget } from './intake/in-flight-budget';
import { ChunkSender } from './packages/chunk-sender';

/** Starts and stops the broker with the application: messages flow once everything else is up. */
@Injectable()
export class IngestService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(MQTT_BROKER) private readonly broker: Broker,
    private readonly budget: InFlightBudget,
    private readonly appender: DurableAppender,
    private readonly metrics: IngestMetrics,
    private readonly health: HealthRegistry,
    private readonly chunks: ChunkSender,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.broker.start();
    this.health.register('mqtt', () => this.broker.check());
    this.metrics.observe({
      connections: () => this.broker.connections(),
      inFlightMessages: () => this.budget.count,
      inFlightBytes: () => this.budget.bytes,
    });
  }

  /** What is in flight gets its acknowledgement if the log takes it in time; the rest the devices send again. */
  async beforeApplicationShutdown(): Promise<void> {
    this.chunks.stop();
    await this.broker.stop();
    this.appender.stop();
  }
}
