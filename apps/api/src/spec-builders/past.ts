import { DAY_MS, HOUR_MS, uuidv7 } from '@fettle/kernel';
import type { AlertEvidence, ForecastMade, SignalAggregate } from '@fettle/contracts';
import { encodeFrame, quantizedColumn } from '@fettle/frame';
import type { Database } from '@fettle/persistence';
import { encodeLatest, encodeWindowRow } from '@fettle/windowing';
import type { TestTenant } from './api-world';

/** Signal `bearing_1_rms` of a rail car. */
export const RMS = 10;
/** Hours of windows in the past of {@link seedPast}. */
export const HOURS = 100;
/** Samples in its last frame, one a second. */
export const SAMPLES = 60;

/** What a machine has been through. */
export interface Past {
  readonly alertId: string;
  readonly ruleId: string;
  /** Of raw samples 1, -2, 3. */
  readonly snippetId: string;
  /** Event time of the last reading. */
  readonly endMs: number;
}

/** Writes what the pipeline would have written of a bearing that wears out: one value an hour, 0.1 mm/s more each time. */
export async function seedPast(database: Database, tenant: TestTenant, nowMs: number): Promise<Past> {
  const endMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  await seedWindows(database, tenant, endMs);
  await seedFrame(database, tenant, endMs);
  await seedForecasts(database, tenant, endMs);
  const past = { alertId: uuidv7(nowMs), ruleId: uuidv7(nowMs), snippetId: uuidv7(nowMs), endMs };
  await seedAlert(database, tenant, past);
  await seedRejects(database, tenant, endMs);
  await seedSoftware(database, tenant, past);
  return past;
}

function single(value: number): SignalAggregate {
  const same = { min: value, max: value, mean: value, last: value, p50: value, p95: value, p99: value };
  return { signalId: RMS, count: 1, stddev: 0, ...same };
}

async function partitions(
  database: Database,
  parent: string,
  spanMs: number,
  times: number[],
): Promise<void> {
  await database.pipeline.query('SELECT ensure_telemetry_partitions($1, $2, $3)', [parent, spanMs, times]);
}

async function seedWindows(database: Database, tenant: TestTenant, endMs: number): Promise<void> {
  await partitions(database, 'windows_1h', 28 * DAY_MS, [endMs - HOURS * HOUR_MS, endMs]);
  for (let hour = 0; hour < HOURS; hour++) {
    await database.pipeline.query(
      'INSERT INTO windows (tenant_id, device_id, size_ms, start_ms, aggregates) VALUES ($1, $2, $3, $4, $5)',
      [
        ...[tenant.id, tenant.deviceId, HOUR_MS, endMs - (HOURS - hour) * HOUR_MS],
        Buffer.from(encodeWindowRow([single(1 + hour / 10)])),
      ],
    );
  }
}

/** The bytes of one frame of {@link SAMPLES} readings that end at `endMs`; the second is not a number. */
export function frameBytes(endMs: number, sequence = 1): Buffer {
  const times = Array.from({ length: SAMPLES }, (_, i) => endMs - (SAMPLES - 1 - i) * 1_000);
  const values = times.map((_, i) => (i === 1 ? Number.NaN : i / 100));
  return Buffer.from(
    encodeFrame({ bootId: 1, sequence, times, columns: [quantizedColumn(RMS, -2, values)] }),
  );
}

async function seedFrame(database: Database, tenant: TestTenant, endMs: number): Promise<void> {
  const baseMs = endMs - (SAMPLES - 1) * 1_000;
  await partitions(database, 'frames', DAY_MS, [baseMs]);
  await database.pipeline.query(
    `INSERT INTO frames (tenant_id, device_id, base_ms, last_ms, boot_id, sequence, samples, received_at, door, bytes)
     VALUES ($1, $2, $3, $4, 1, 1, $5, to_timestamp($6), 'frames', $7)`,
    [tenant.id, tenant.deviceId, baseMs, endMs, SAMPLES, endMs / 1_000, frameBytes(endMs)],
  );
  const latest = encodeLatest([{ signalId: RMS, atMs: endMs, value: 0.59 }]);
  await database.pipeline.query(
    `INSERT INTO device_status (device_id, tenant_id, asset_id, last_seen_ms, clock_error_ms, last_event_ms, watermark_ms,
       max_span_ms, frames, readings, duplicates, late, gaps, latest)
     VALUES ($1, $2, $3, $4, -250, $4, $4, 59000, 1, $5, 2, 3, 4, $6)`,
    [tenant.deviceId, tenant.id, tenant.assetId, endMs, SAMPLES, Buffer.from(latest)],
  );
}

/** A forecast that says: likely to fail within the week. */
export function forecastOf(tenant: TestTenant, atMs: number, p7d = 0.8): ForecastMade {
  return {
    tenantId: tenant.id,
    assetId: tenant.assetId,
    assetTypeId: 'rail.car',
    component: 'bearing_1',
    failureMode: 'raceway_spall',
    atMs,
    health: 1 - p7d,
    status: 'ready',
    hoursNeeded: 0,
    ...{ p1d: p7d / 10, p7d, p30d: 0.99 },
    rul: { p10: 200_000, p50: 400_000, p90: 800_000 },
    drivers: [{ signal: 'bearing_1_rms', share: 1 }],
    model: 'path-1',
  };
}

async function seedForecasts(database: Database, tenant: TestTenant, endMs: number): Promise<void> {
  const forecast = forecastOf(tenant, endMs);
  const { component, failureMode, health, p7d, p30d, rul } = forecast;
  await database.pipeline.query(
    `INSERT INTO forecasts (tenant_id, asset_id, component, failure_mode, at_ms, health, p7d, p30d, rul_p50, forecast)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[tenant.id, tenant.assetId, component, failureMode, endMs, health, p7d, p30d, rul.p50],
      JSON.stringify(forecast),
    ],
  );
  for (let hour = 0; hour < HOURS; hour++) {
    await database.pipeline.query(
      `INSERT INTO forecast_history (tenant_id, asset_id, component, failure_mode, at_ms, health, p1d, p7d, p30d, rul_p10, rul_p50, rul_p90)
       VALUES ($1, $2, $3, $4, $5, 0.5, 0, $6, 0.9, 1, 2, 3)`,
      [tenant.id, tenant.assetId, component, failureMode, endMs - (HOURS - hour) * HOUR_MS, hour / HOURS],
    );
  }
}

async function seedAlert(database: Database, tenant: TestTenant, past: Past): Promise<void> {
  const firedAtMs = past.endMs - 10 * HOUR_MS;
  const evidence: AlertEvidence = {
    quantity: 'mean(bearing_1_rms, 60 min)',
    value: 10,
    comparison: '>',
    threshold: 7.1,
    windowStartMs: firedAtMs - HOUR_MS,
    windowMs: HOUR_MS,
    deviceId: tenant.deviceId,
    heldSinceMs: firedAtMs,
  };
  await database.pipeline.query(
    `INSERT INTO alerts (id, tenant_id, revision, rule_id, rule_version, rule_name, severity, asset_id, component, target, state,
       fired_at_ms, changed_at_ms, evidence)
     VALUES ($1, $2, 1, $3, 1, 'Hot bearing', 'critical', $4, 'bearing_1', 'bearing_1', 'firing', $5, $5, $6)`,
    [past.alertId, tenant.id, past.ruleId, tenant.assetId, firedAtMs, JSON.stringify(evidence)],
  );
}

async function seedRejects(database: Database, tenant: TestTenant, endMs: number): Promise<void> {
  const at = new Date(endMs);
  await database.pipeline.query(
    `INSERT INTO reject_counts (tenant_id, device_id, hour, reason, messages, readings) VALUES ($1, $2, $3, 'SIGNAL.UNKNOWN', 7, 7)`,
    [tenant.id, tenant.deviceId, at],
  );
  for (let i = 0; i < 3; i++) {
    await database.pipeline.query(
      `INSERT INTO rejects (tenant_id, device_id, at, topic, reason, detail, readings, sample)
       VALUES ($1, $2, $3, 't', 'SIGNAL.UNKNOWN', $4, 1, $5)`,
      [tenant.id, tenant.deviceId, at, `case ${i}`, Buffer.alloc(256, i)],
    );
  }
}

/** A hello, an installation under way, one snippet. */
async function seedSoftware(
  database: Database,
  tenant: TestTenant,
  { snippetId, endMs }: Past,
): Promise<void> {
  await database.pipeline.query(
    `INSERT INTO device_software (tenant_id, device_id, firmware, model, package, slot, boot, hello_ms, installing, install_state,
       install_reason, install_offset, install_ms)
     VALUES ($1, $2, '1.0.0', 'dense@1', '', '-', 7, $3, $4, 'receiving', '', 64, $3)`,
    [tenant.id, tenant.deviceId, endMs, 'ab'.repeat(16)],
  );
  const samples = Buffer.from(new Int16Array([1, -2, 3]).buffer);
  await database.pipeline.query(
    `INSERT INTO snippets (id, tenant_id, device_id, boot_id, sequence, channel, at_ms, sample_rate_hz, units_per_step, samples,
       received_ms)
     VALUES ($1, $2, $3, 7, 1, 2, $4, 20480, 0.5, $5, $4)`,
    [snippetId, tenant.id, tenant.deviceId, endMs, samples],
  );
}
