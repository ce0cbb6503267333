import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, Module, type Provider } from '@nestjs/common';
import { type Clock, errorMessage } from '@fettle/kernel';
import { TOPICS } from '@fettle/contracts';
import { EVENT_LOG, type EventLog } from '@fettle/event-log';
import { Database, DeviceDirectory, readPackage } from '@fettle/persistence';
import { CLOCK, FETTLE_CONFIG, type FettleConfig, MetricsRegistry } from '@fettle/platform';
import { Admission } from './broker/admission';
import { type Broker, MQTT_BROKER } from './broker/broker';
import { DeviceAuthenticator } from './broker/device-authenticator';
import { EmbeddedBroker } from './broker/embedded-broker';
import { LoginThrottle } from './broker/login-throttle';
import { OutsideBroker } from './broker/outside-broker';
import { CommandPost } from './commands/command-post';
import { CommandsController } from './commands/commands.controller';
import { openDoors } from './doors/registry';
import { IngestMetrics } from './ingest.metrics';
import { IngestService } from './ingest.service';
import { DurableAppender, type Pause } from './intake/durable-appender';
import { InFlightBudget } from './intake/in-flight-budget';
import { MessageIntake } from './intake/message-intake';
import { quotasFrom } from './intake/quota-rows';
import { rejectionRecords } from './intake/rejections';
import { TenantQuotas } from './intake/tenant-quotas';
import { ChunkSender } from './packages/chunk-sender';
import { RejectsController } from './rejects/rejects.controller';
import { ReportsController } from './reports/reports.controller';
import { SnippetsController } from './snippets/snippets.controller';
import { devicePrefix } from './topics/topic-route';

const MEGABYTE = 1_048_576;
const IN_FLIGHT_LIMITS = { totalBytes: 64 * MEGABYTE, tenantBytes: 32 * MEGABYTE };
const MAX_CONNECTIONS = 20_000;

const pause: Pause = (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined);

function openIntake(
  directory: DeviceDirectory,
  quotas: TenantQuotas,
  appender: DurableAppender,
  metrics: IngestMetrics,
  clock: Clock,
): MessageIntake {
  const doors = openDoors(directory, (missed) => metrics.sparkplugMissed(missed));
  return new MessageIntake({ directory, doors, quotas, appender, metrics, clock, pause });
}

function openAdmission(
  directory: DeviceDirectory,
  log: EventLog,
  metrics: IngestMetrics,
  clock: Clock,
): Admission {
  return new Admission(new DeviceAuthenticator(directory, new LoginThrottle(), clock), log, metrics, clock);
}

function openBroker(
  config: FettleConfig,
  intake: MessageIntake,
  admission: Admission,
  budget: InFlightBudget,
  quotas: TenantQuotas,
): Broker {
  const sink = intake.take.bind(intake);
  if (config.mqttUrl !== null) {
    const password = config.secrets['mqtt'] ?? null;
    return new OutsideBroker(
      { sink, budget },
      { url: config.mqttUrl, password, instance: hostname(), shared: config.mqttShared },
    );
  }
  const isSlowed = quotas.isSlowed.bind(quotas);
  const { host, mqttPort: port } = config;
  return new EmbeddedBroker(
    { sink, admission, budget, isSlowed },
    { host, port, maxConnections: MAX_CONNECTIONS },
  );
}

function openChunkSender(
  broker: Broker,
  database: Database,
  appender: DurableAppender,
  metrics: IngestMetrics,
  clock: Clock,
): ChunkSender {
  const logger = new Logger('ChunkSender');
  const onFailure = (reason: string): void => logger.warn(`chunks were not sent: ${reason}`);
  return new ChunkSender({
    broker,
    clock,
    pause,
    onFailure,
    read: (tenantId, packageId, range) => readPackage(database.pipeline, tenantId, packageId, range),
    onMissing: (device, packageId) => {
      const refusal = { reason: 'PACKAGE.UNKNOWN', detail: `no package ${packageId}`, readings: 0 } as const;
      metrics.rejected(refusal.reason);
      const topic = `${devicePrefix(device.tenantId, device.deviceId)}status`;
      const message = { topic, payload: new Uint8Array(0) };
      appender
        .append(TOPICS.rejected.name, rejectionRecords(device, message, [refusal], clock.nowMs()))
        .catch((error: unknown) => onFailure(errorMessage(error)));
    },
  });
}

const PROVIDERS: Provider[] = [
  { provide: InFlightBudget, useFactory: () => new InFlightBudget(IN_FLIGHT_LIMITS) },
  {
    provide: IngestMetrics,
    useFactory: (registry: MetricsRegistry) => new IngestMetrics(registry),
    inject: [MetricsRegistry],
  },
  {
    provide: DurableAppender,
    useFactory: (log: EventLog) => new DurableAppender(log, pause),
    inject: [EVENT_LOG],
  },
  {
    provide: TenantQuotas,
    useFactory: (database: Database, clock: Clock) => new TenantQuotas(quotasFrom(database.pipeline), clock),
    inject: [Database, CLOCK],
  },
  {
    provide: MessageIntake,
    useFactory: openIntake,
    inject: [DeviceDirectory, TenantQuotas, DurableAppender, IngestMetrics, CLOCK],
  },
  {
    provide: Admission,
    useFactory: openAdmission,
    inject: [DeviceDirectory, EVENT_LOG, IngestMetrics, CLOCK],
  },
  {
    provide: MQTT_BROKER,
    useFactory: openBroker,
    inject: [FETTLE_CONFIG, MessageIntake, Admission, InFlightBudget, TenantQuotas],
  },
  {
    provide: CommandPost,
    useFactory: (broker: Broker, clock: Clock) => new CommandPost(broker, clock),
    inject: [MQTT_BROKER, CLOCK],
  },
  {
    provide: ChunkSender,
    useFactory: openChunkSender,
    inject: [MQTT_BROKER, Database, DurableAppender, IngestMetrics, CLOCK],
  },
];

/**
 * MQTT in, event log out; and what is for devices, back. Expects the platform, persistence and event log modules beside it. The broker is embedded,
 * unless the configuration names an outside one.
 */
@Module({
  controllers: [RejectsController, ReportsController, SnippetsController, CommandsController],
  providers: [...PROVIDERS, IngestService],
  exports: [MQTT_BROKER],
})
export class IngestModule {}
