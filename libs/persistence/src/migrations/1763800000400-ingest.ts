import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forceRowLevelSecurity } from './1763800000000-core';

/**
 * What was refused at the door and why: counts by hour, the last cases of each device, and what belongs to no tenant.
 * Filled from `telemetry.rejected.v1` with the reader's position in the same transaction, so that no case counts twice.
 */
export class Ingest1763800000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reject_counts (
        tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE, device_id uuid NOT NULL,
        hour timestamptz NOT NULL, reason text NOT NULL, messages bigint NOT NULL, readings bigint NOT NULL,
        PRIMARY KEY (tenant_id, device_id, hour, reason));
      CREATE TABLE rejects (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE, device_id uuid NOT NULL,
        at timestamptz NOT NULL, topic text NOT NULL, reason text NOT NULL, detail text NOT NULL,
        readings integer NOT NULL, sample bytea NOT NULL);
      CREATE INDEX ON reject_counts (tenant_id, hour);
      CREATE INDEX ON rejects (device_id, id DESC);
      CREATE INDEX ON rejects (tenant_id, id DESC);
      CREATE TABLE platform_reject_counts (
        hour timestamptz NOT NULL, reason text NOT NULL, messages bigint NOT NULL, readings bigint NOT NULL,
        PRIMARY KEY (hour, reason));
      ${['reject_counts', 'rejects'].map(forceRowLevelSecurity).join('\n')}
      GRANT SELECT ON reject_counts, rejects TO fettle_api;
      GRANT SELECT, INSERT, UPDATE, DELETE ON reject_counts, rejects, platform_reject_counts TO fettle_pipeline;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE platform_reject_counts, rejects, reject_counts');
  }
}
