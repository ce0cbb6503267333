import type { MigrationInterface } from 'typeorm';
import { Core1763800000000 } from './1763800000000-core';
import { EventLog1763800000100 } from './1763800000100-event-log';
import { Telemetry1763800000200 } from './1763800000200-telemetry';
import { ForecastAlerting1763800000300 } from './1763800000300-forecast-alerting';
import { Ingest1763800000400 } from './1763800000400-ingest';
import { Api1763800000500 } from './1763800000500-api';
import { DeviceSide1763800000600 } from './1763800000600-device-side';

/** Every migration, oldest first; a new one is a file and a row here, and is never changed once released. */
export const MIGRATIONS: readonly (new () => MigrationInterface)[] = [
  Core1763800000000,
  EventLog1763800000100,
  Telemetry1763800000200,
  ForecastAlerting1763800000300,
  Ingest1763800000400,
  Api1763800000500,
  DeviceSide1763800000600,
];
