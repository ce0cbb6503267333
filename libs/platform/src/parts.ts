import { AppError, type Clock } from '@fettle/kernel';
import { TOPICS } from '@fettle/contracts';
import { type EventLog, KafkaEventLog, PostgresEventLog } from '@fettle/event-log';
import { Database, type DatabaseUrls, databaseUrls, DeviceDirectory } from '@fettle/persistence';
import type { FettleConfig } from './config';
import { HealthRegistry } from './health';
import { MetricsRegistry } from './metrics';
import type { ProcessParts } from './service';

export interface OpenParts extends ProcessParts {
  /** Call after the last service has stopped. */
  close(): Promise<void>;
}

/**
 * Opens what a process's services share: pools, device directory, event log (Kafka where the configuration names
 * brokers, else PostgreSQL), and registers their health. Nothing is contacted before it is needed.
 */
export function openParts(config: FettleConfig, clock: Clock, urls: DatabaseUrls): OpenParts {
  const database = new Database(urls);
  const directory = new DeviceDirectory(database.pipeline, () => clock.nowMs());
  const eventLog = openLog(config, clock, database);
  const health = new HealthRegistry();
  health.register('database', async () => {
    await database.pipeline.query('SELECT 1');
  });
  health.register('event log', () => eventLog.ping());
  return {
    config,
    clock,
    database,
    directory,
    eventLog,
    health,
    metrics: new MetricsRegistry(),
    close: async () => {
      await eventLog.close();
      directory.close();
      await database.close();
    },
  };
}

function openLog(config: FettleConfig, clock: Clock, database: Database): EventLog {
  const topics = Object.values(TOPICS);
  if (config.kafkaBrokers === null) return new PostgresEventLog(database.pipeline, topics, clock);
  return new KafkaEventLog({ brokers: [...config.kafkaBrokers], pool: database.pipeline, topics, clock });
}

/** Role addresses of a deployment, from FETTLE_DATABASE_URL and the secret file. Throws `CONFIG.INVALID`. */
export function deployedDatabase(config: FettleConfig): DatabaseUrls {
  if (config.databaseUrl === null) {
    throw new AppError('CONFIG.INVALID', 'FETTLE_DATABASE_URL is needed by a service that runs on its own');
  }
  const { owner, pipeline, api, identity } = config.secrets;
  if (!pipeline || !api || !identity) {
    throw new AppError(
      'CONFIG.INVALID',
      'FETTLE_SECRET_FILE must hold the passwords pipeline, api and identity',
    );
  }
  return databaseUrls(config.databaseUrl, { owner: owner ?? '', pipeline, api, identity, broker: '' });
}
