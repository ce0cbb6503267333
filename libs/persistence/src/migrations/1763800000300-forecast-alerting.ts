import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forceRowLevelSecurity } from './1763800000000-core';

const TENANT_TABLES = [
  'forecasts',
  'forecast_history',
  'forecast_state',
  'alert_rule_sets',
  'alert_rules',
  'alert_rule_versions',
  'alerts',
  'alert_events',
  'alert_state',
  'work_orders',
  'findings',
];

const FORECASTS = `
  CREATE TABLE forecasts (
    tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE, asset_id uuid NOT NULL REFERENCES assets ON DELETE CASCADE,
    component text NOT NULL, failure_mode text NOT NULL, at_ms bigint NOT NULL,
    health double precision, p7d double precision, p30d double precision, rul_p50 double precision, forecast jsonb NOT NULL,
    PRIMARY KEY (asset_id, component, failure_mode));
  CREATE TABLE forecast_history (
    tenant_id uuid NOT NULL, asset_id uuid NOT NULL REFERENCES assets ON DELETE CASCADE,
    component text NOT NULL, failure_mode text NOT NULL, at_ms bigint NOT NULL, health real, p1d real, p7d real, p30d real,
    rul_p10 real, rul_p50 real, rul_p90 real, PRIMARY KEY (asset_id, component, failure_mode, at_ms));
  CREATE TABLE forecast_state (
    asset_id uuid PRIMARY KEY REFERENCES assets ON DELETE CASCADE, tenant_id uuid NOT NULL, revision bigint NOT NULL, state bytea NOT NULL);
  ALTER TABLE forecast_state ALTER COLUMN state SET STORAGE EXTERNAL;
  CREATE INDEX ON forecasts (tenant_id, p7d DESC);
  CREATE INDEX ON forecast_history USING brin (at_ms);`;

const RULES = `
  CREATE TABLE alert_rule_sets (tenant_id uuid PRIMARY KEY REFERENCES tenants ON DELETE CASCADE, version bigint NOT NULL);
  CREATE TABLE alert_rules (
    id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE, version integer NOT NULL,
    enabled boolean NOT NULL, asset_type_id text NOT NULL, asset_ids uuid[], name text NOT NULL, severity text NOT NULL,
    condition jsonb NOT NULL, pending_ms bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX ON alert_rules (tenant_id, asset_type_id);
  CREATE TABLE alert_rule_versions (
    rule_id uuid NOT NULL, version integer NOT NULL, tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
    rule jsonb, changed_at timestamptz NOT NULL DEFAULT now(), changed_by uuid, PRIMARY KEY (rule_id, version));`;

const ALERTS = `
  CREATE TABLE alerts (
    id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE, revision integer NOT NULL,
    rule_id uuid NOT NULL, rule_version integer NOT NULL, rule_name text NOT NULL, severity text NOT NULL,
    asset_id uuid NOT NULL REFERENCES assets ON DELETE CASCADE, component text, target text NOT NULL,
    state text NOT NULL CHECK (state IN ('firing', 'acknowledged', 'resolved')),
    fired_at_ms bigint NOT NULL, changed_at_ms bigint NOT NULL, acknowledged_at_ms bigint, acknowledged_by uuid,
    resolved_at_ms bigint, resolved_by uuid, resolve_reason text, evidence jsonb NOT NULL);
  CREATE UNIQUE INDEX alerts_one_open ON alerts (tenant_id, rule_id, asset_id, target) WHERE state <> 'resolved';
  CREATE INDEX ON alerts (tenant_id, fired_at_ms DESC, id DESC);
  CREATE INDEX ON alerts (asset_id, fired_at_ms DESC);
  CREATE TABLE alert_events (
    alert_id uuid NOT NULL REFERENCES alerts ON DELETE CASCADE, revision integer NOT NULL,
    tenant_id uuid NOT NULL, at_ms bigint NOT NULL, state text NOT NULL, reason text NOT NULL, by_user uuid, note text,
    PRIMARY KEY (alert_id, revision));
  CREATE TABLE alert_state (
    asset_id uuid NOT NULL REFERENCES assets ON DELETE CASCADE, source text NOT NULL,
    tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE, state jsonb NOT NULL, PRIMARY KEY (asset_id, source));
  CREATE INDEX ON alert_state (tenant_id);
  CREATE TABLE work_orders (
    id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
    asset_id uuid NOT NULL REFERENCES assets ON DELETE CASCADE, component text,
    alert_id uuid REFERENCES alerts ON DELETE SET NULL, title text NOT NULL, note text NOT NULL DEFAULT '',
    state text NOT NULL CHECK (state IN ('open', 'done')), planned_for timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(), created_by uuid);
  CREATE INDEX ON work_orders (tenant_id, created_at DESC);
  CREATE INDEX ON work_orders (alert_id);
  CREATE TABLE findings (
    work_order_id uuid PRIMARY KEY REFERENCES work_orders ON DELETE CASCADE,
    tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('confirmed_fault', 'false_alarm', 'other')), failure_mode text, note text NOT NULL DEFAULT '',
    found_at timestamptz NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), by_user uuid);`;

/** What may fail, who is told, and what the crew found: forecasts, alert rules and alerts, work orders. */
export class ForecastAlerting1763800000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${FORECASTS} ${RULES} ${ALERTS}
      ${TENANT_TABLES.map(forceRowLevelSecurity).join('\n')}
      GRANT SELECT, INSERT, UPDATE, DELETE ON ${TENANT_TABLES.join(', ')} TO fettle_pipeline;
      GRANT SELECT ON forecasts, forecast_history, alert_state TO fettle_api;
      GRANT SELECT, INSERT, UPDATE, DELETE ON alert_rules, alert_rule_sets, work_orders TO fettle_api;
      GRANT SELECT, INSERT ON alert_rule_versions, alert_events TO fettle_api;
      GRANT SELECT, INSERT, UPDATE ON findings TO fettle_api;
      GRANT SELECT, UPDATE ON alerts TO fettle_api;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${[...TENANT_TABLES].reverse().join(', ')} CASCADE`);
  }
}
