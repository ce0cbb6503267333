import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One-time links that sign a person in; only digests are kept. Read before a tenant is known, so by the identity role
 * alone. And the indexes that the API's lists need.
 */
export class Api1763800000500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sign_in_links (
        token_hash bytea PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE, expires_at timestamptz NOT NULL, used_at timestamptz);
      CREATE INDEX ON sessions (user_id);
      CREATE INDEX ON users (tenant_id);
      CREATE INDEX ON work_orders (asset_id);
      CREATE INDEX ON alerts (asset_id) WHERE state <> 'resolved';
      GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_links TO fettle_identity, fettle_pipeline;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP INDEX sessions_user_id_idx, users_tenant_id_idx, work_orders_asset_id_idx, alerts_asset_id_idx',
    );
    await runner.query('DROP TABLE sign_in_links');
  }
}
