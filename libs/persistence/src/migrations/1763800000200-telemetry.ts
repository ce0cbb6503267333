import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forceRowLevelSecurity } from './1763800000000-core';

const READ_BY_TENANT = ['frames', 'windows', 'late_readings', 'device_status'];
const PIPELINE_ONLY = ['device_stream_state', 'device_stream_rollups'];

/**
 * Raw frames and closed windows, parted by event time so that what is too old goes as whole tables. Boot and sequence
 * come from the device; base_ms is the frame's oldest event time. Policies of the parents hold for whoever reads through
 * them, and nobody but the owner is granted anything on a partition itself.
 */
const TABLES = `
  CREATE TABLE frames (
    tenant_id uuid NOT NULL, device_id uuid NOT NULL, base_ms bigint NOT NULL, last_ms bigint NOT NULL,
    boot_id bigint NOT NULL, sequence bigint NOT NULL, samples integer NOT NULL, received_at timestamptz NOT NULL,
    door text, bytes bytea STORAGE EXTERNAL NOT NULL,
    PRIMARY KEY (device_id, base_ms, boot_id, sequence)) PARTITION BY RANGE (base_ms);
  CREATE TABLE windows (
    tenant_id uuid NOT NULL, device_id uuid NOT NULL, size_ms integer NOT NULL, start_ms bigint NOT NULL,
    aggregates bytea STORAGE EXTERNAL NOT NULL,
    PRIMARY KEY (device_id, size_ms, start_ms)) PARTITION BY LIST (size_ms);
  CREATE TABLE windows_1m PARTITION OF windows FOR VALUES IN (60000) PARTITION BY RANGE (start_ms);
  CREATE TABLE windows_15m PARTITION OF windows FOR VALUES IN (900000) PARTITION BY RANGE (start_ms);
  CREATE TABLE windows_1h PARTITION OF windows FOR VALUES IN (3600000) PARTITION BY RANGE (start_ms);
  CREATE TABLE windows_1d PARTITION OF windows FOR VALUES IN (86400000);
  CREATE TABLE telemetry_partitions (
    name text PRIMARY KEY, parent text NOT NULL, from_ms bigint NOT NULL, to_ms bigint NOT NULL);
  CREATE TABLE late_readings (
    tenant_id uuid NOT NULL, device_id uuid NOT NULL, signal_id integer NOT NULL, reason text NOT NULL, day_ms bigint NOT NULL,
    readings bigint NOT NULL, first_ms bigint NOT NULL, last_ms bigint NOT NULL, received_at timestamptz NOT NULL,
    PRIMARY KEY (device_id, day_ms, signal_id, reason));
  CREATE TABLE device_status (
    device_id uuid PRIMARY KEY, tenant_id uuid NOT NULL, asset_id uuid NOT NULL,
    last_seen_ms bigint NOT NULL, clock_error_ms bigint NOT NULL, last_event_ms bigint NOT NULL, watermark_ms bigint NOT NULL,
    max_span_ms bigint NOT NULL, frames bigint NOT NULL, readings bigint NOT NULL, duplicates bigint NOT NULL,
    late bigint NOT NULL, gaps bigint NOT NULL, latest bytea NOT NULL) WITH (fillfactor = 50);
  CREATE INDEX ON device_status (tenant_id);
  CREATE TABLE device_stream_state (
    device_id uuid PRIMARY KEY, tenant_id uuid NOT NULL, base bytea STORAGE EXTERNAL NOT NULL, sequences text NOT NULL)
    WITH (fillfactor = 50, toast_tuple_target = 8160);
  CREATE TABLE device_stream_rollups (
    device_id uuid PRIMARY KEY, tenant_id uuid NOT NULL, rollups bytea STORAGE EXTERNAL NOT NULL)
    WITH (fillfactor = 50, toast_tuple_target = 8160);`;

/**
 * Makes the partitions that hold the given times. A table is made first and attached then, since attaching lets readers
 * and writers of the parent go on, where PARTITION OF would wait for them. Safe to call from many sessions at once.
 */
const ENSURE = `
  CREATE FUNCTION ensure_telemetry_partitions(parent_name text, span_ms bigint, times bigint[]) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
  DECLARE
    start_ms bigint;
    child text;
  BEGIN
    IF (parent_name, span_ms) NOT IN (('frames', 86400000), ('windows_1m', 86400000), ('windows_15m', 604800000), ('windows_1h', 2419200000)) THEN
      RAISE EXCEPTION 'no telemetry table % with partitions of % ms', parent_name, span_ms;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('fettle.partitions.' || parent_name));
    FOR start_ms IN SELECT DISTINCT floor(t::numeric / span_ms)::bigint * span_ms AS s FROM unnest(times) AS t ORDER BY s LOOP
      child := parent_name || '_' || to_char(to_timestamp(start_ms / 1000) AT TIME ZONE 'UTC', 'YYYYMMDD');
      CONTINUE WHEN EXISTS (SELECT FROM telemetry_partitions WHERE name = child);
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', child, parent_name);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent_name, child, start_ms, start_ms + span_ms);
      INSERT INTO telemetry_partitions VALUES (child, parent_name, start_ms, start_ms + span_ms);
    END LOOP;
  END $$`;

/** Drops the partitions that end at or before the given time; gives up, to be called again, where readers hold them long. */
const DROP = `
  CREATE FUNCTION drop_telemetry_partitions(before_ms bigint) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET lock_timeout = '2s' AS $$
  DECLARE
    gone record;
    dropped integer := 0;
  BEGIN
    FOR gone IN SELECT name FROM telemetry_partitions WHERE to_ms <= before_ms ORDER BY to_ms LIMIT 50 LOOP
      EXECUTE format('DROP TABLE %I', gone.name);
      DELETE FROM telemetry_partitions WHERE name = gone.name;
      dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
  END $$`;

/** What came from devices and what became of it: frames, windows, late readings, where each device's stream stands. */
export class Telemetry1763800000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(ENSURE);
    await runner.query(DROP);
    await runner.query(`
      ${[...READ_BY_TENANT, ...PIPELINE_ONLY].map(forceRowLevelSecurity).join('\n')}
      REVOKE ALL ON FUNCTION ensure_telemetry_partitions, drop_telemetry_partitions FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ensure_telemetry_partitions, drop_telemetry_partitions TO fettle_pipeline;
      GRANT SELECT ON ${READ_BY_TENANT.join(', ')} TO fettle_api;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ${[...READ_BY_TENANT, ...PIPELINE_ONLY].join(', ')} TO fettle_pipeline;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION ensure_telemetry_partitions, drop_telemetry_partitions');
    await runner.query(
      `DROP TABLE ${[...READ_BY_TENANT, ...PIPELINE_ONLY].join(', ')}, telemetry_partitions`,
    );
  }
}
