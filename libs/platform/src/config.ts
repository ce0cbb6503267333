import { AppError } from '@fettle/kernel';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Everything that a service is told from outside; read once, at the start. */
export interface FettleConfig {
  /** Folder for data, logs and credentials of an embedded installation. */
  readonly home: string;
  /** Address that servers listen on. Loopback unless a deployment says otherwise. */
  readonly host: string;
  readonly httpPort: number;
  readonly mqttPort: number;
  /** Address of an outside PostgreSQL's administrator, or null: embedded. */
  readonly databaseUrl: string | null;
  /** Kafka's bootstrap brokers, or null: the log in PostgreSQL. */
  readonly kafkaBrokers: readonly string[] | null;
  /** Address of an outside MQTT broker, or null: embedded. */
  readonly mqttUrl: string | null;
  /** Whether several ingest processes share the outside broker's messages; false: one takes them all. */
  readonly mqttShared: boolean;
  /** Passwords of the database's roles and the broker's user in a deployment. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Origin that browsers see, e.g. `https://fettle.example`; decides secure cookies and allowed origins. */
  readonly publicUrl: string;
}

function port(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new AppError('CONFIG.INVALID', `${name} is a port from 0 to 65535, not "${text}"`);
  }
  return value;
}

function flag(env: NodeJS.ProcessEnv, name: string, fallback: boolean): boolean {
  const text = env[name] || null;
  if (text === null) return fallback;
  if (text !== 'yes' && text !== 'no') {
    throw new AppError('CONFIG.INVALID', `${name} is yes or no, not "${text}"`);
  }
  return text === 'yes';
}

function readSecrets(path: string | undefined): Record<string, string> {
  if (!path) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  } catch (cause) {
    throw new AppError('CONFIG.INVALID', `FETTLE_SECRET_FILE ${path} is not a readable JSON file`, { cause });
  }
}

/** Reads FETTLE_* variables. Throws `CONFIG.INVALID`, naming the variable. */
export function loadConfig(env: NodeJS.ProcessEnv): FettleConfig {
  const httpPort = port(env, 'FETTLE_HTTP_PORT', 3000);
  return {
    home: resolve(env['FETTLE_HOME'] ?? '.fettle'),
    host: env['FETTLE_HOST'] ?? '127.0.0.1',
    httpPort,
    mqttPort: port(env, 'FETTLE_MQTT_PORT', 1883),
    databaseUrl: env['FETTLE_DATABASE_URL'] || null,
    kafkaBrokers: env['FETTLE_KAFKA_BROKERS']?.split(',').filter(Boolean) ?? null,
    mqttUrl: env['FETTLE_MQTT_URL'] || null,
    mqttShared: flag(env, 'FETTLE_MQTT_SHARED', true),
    secrets: readSecrets(env['FETTLE_SECRET_FILE']),
    publicUrl: env['FETTLE_PUBLIC_URL'] ?? `http://localhost:${httpPort}`,
  };
}
