import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forceRowLevelSecurity } from './1763800000000-core';

const TABLES = `
  CREATE TABLE device_software (
    device_id uuid PRIMARY KEY REFERENCES devices ON DELETE CASCADE,
    tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
    firmware text, model text, package text, slot text, boot bigint, hello_ms bigint,
    installing text, install_state text, install_reason text, install_offset bigint, install_ms bigint)
    WITH (fillfactor = 50);
  CREATE INDEX ON device_software (tenant_id, model);
  CREATE TABLE device_commands (
    tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
    device_id uuid NOT NULL REFERENCES devices ON DELETE CASCADE, id text NOT NULL,
    place bigint GENERATED ALWAYS AS IDENTITY, command jsonb NOT NULL,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'done', 'refused')), reason text NOT NULL DEFAULT '',
    created_by uuid REFERENCES users ON DELETE SET NULL, created_ms bigint NOT NULL, expires_ms bigint NOT NULL,
    sent_ms bigint, sent_boot bigint, settled_ms bigint, PRIMARY KEY (device_id, id));
  CREATE INDEX ON device_commands (device_id, place DESC);
  CREATE INDEX ON device_commands (tenant_id);
  CREATE TABLE snippets (
    id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
    device_id uuid NOT NULL REFERENCES devices ON DELETE CASCADE, boot_id bigint NOT NULL, sequence bigint NOT NULL,
    channel integer NOT NULL, at_ms bigint NOT NULL, sample_rate_hz real NOT NULL, units_per_step real NOT NULL,
    samples bytea STORAGE EXTERNAL NOT NULL, received_ms bigint NOT NULL, UNIQUE (device_id, boot_id, sequence));
  CREATE INDEX ON snippets (device_id, at_ms DESC, id);
  CREATE INDEX ON snippets (tenant_id, at_ms DESC, id DESC);
  CREATE TABLE model_packages (
    tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE, id text NOT NULL, name text NOT NULL, version text NOT NULL,
    target text NOT NULL, card jsonb NOT NULL, content bytea STORAGE EXTERNAL NOT NULL, created_ms bigint NOT NULL,
    created_by uuid REFERENCES users ON DELETE SET NULL, PRIMARY KEY (tenant_id, id));
  CREATE TABLE models (
    id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE, name text NOT NULL, version integer NOT NULL,
    domain text, task text NOT NULL, description text NOT NULL, hash text NOT NULL, card jsonb NOT NULL,
    content bytea STORAGE EXTERNAL NOT NULL, created_ms bigint NOT NULL, created_by uuid REFERENCES users ON DELETE SET NULL,
    UNIQUE (tenant_id, name, version), UNIQUE (tenant_id, hash));`;

const READ_BY_TENANT = ['device_software', 'snippets'];
const KEPT_BY_TENANT = ['device_commands', 'model_packages', 'models'];

/** Topics to which the API itself appends, from here on. */
const API_TOPICS = `'alerts.v1', 'devices.commands.v1'`;
const FORMER_API_TOPICS = `'alerts.v1'`;

function apiAppends(topics: string): string {
  return `
    ALTER POLICY api_appends ON log_batches WITH CHECK (topic IN (${topics}));
    ALTER POLICY api_appends ON log_partitions USING (topic IN (${topics}));`;
}

/**
 * What devices say of themselves and are told: their programs, commands, raw snippets, and the models for them. A
 * command's expiry is a time, not a state: it is told from the clock of whoever asks.
 */
export class DeviceSide1763800000600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(`
      ${[...READ_BY_TENANT, ...KEPT_BY_TENANT].map(forceRowLevelSecurity).join('\n')}
      GRANT SELECT ON ${READ_BY_TENANT.join(', ')} TO fettle_api;
      GRANT SELECT, INSERT, DELETE ON ${KEPT_BY_TENANT.join(', ')} TO fettle_api;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ${[...READ_BY_TENANT, ...KEPT_BY_TENANT].join(', ')} TO fettle_pipeline;
      ${apiAppends(API_TOPICS)}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(apiAppends(FORMER_API_TOPICS));
    await runner.query(`DROP TABLE ${[...READ_BY_TENANT, ...KEPT_BY_TENANT].join(', ')}`);
  }
}
