import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables whose rows belong to one tenant get the same forced policy; an unset tenant sees nothing. */
export function forceRowLevelSecurity(table: string): string {
  return `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_isolation ON ${table}
      USING (tenant_id = nullif(current_setting('fettle.tenant_id', true), '')::uuid)
      WITH CHECK (tenant_id = nullif(current_setting('fettle.tenant_id', true), '')::uuid);`;
}

const TABLES = `
      CREATE TABLE tenants (
        id uuid PRIMARY KEY, name text NOT NULL, slug text NOT NULL UNIQUE,
        readings_per_second integer NOT NULL DEFAULT 400000, messages_per_second integer NOT NULL DEFAULT 40000,
        max_devices integer NOT NULL DEFAULT 20000, retention_days integer NOT NULL DEFAULT 400,
        demo boolean NOT NULL DEFAULT false, created_at timestamptz NOT NULL DEFAULT now());
      CREATE TABLE users (
        id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        email text NOT NULL UNIQUE, name text NOT NULL, role text NOT NULL,
        password_hash text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
      CREATE TABLE sessions (
        token_hash bytea PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(), expires_at timestamptz NOT NULL);
      CREATE TABLE setup_links (token_hash bytea PRIMARY KEY, expires_at timestamptz NOT NULL, used_at timestamptz);
      CREATE TABLE sites (
        id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        name text NOT NULL, latitude double precision NOT NULL, longitude double precision NOT NULL,
        time_zone text NOT NULL DEFAULT 'UTC', UNIQUE (tenant_id, name));
      CREATE TABLE assets (
        id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        site_id uuid NOT NULL REFERENCES sites, asset_type_id text NOT NULL, domain text NOT NULL,
        name text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), UNIQUE (tenant_id, name));
      CREATE TABLE asset_signals (
        tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE, asset_id uuid NOT NULL REFERENCES assets ON DELETE CASCADE,
        signal_id integer NOT NULL CHECK (signal_id >= 1024), name text NOT NULL, unit text NOT NULL DEFAULT '',
        created_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (asset_id, signal_id), UNIQUE (asset_id, name));
      CREATE TABLE devices (
        id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
        asset_id uuid NOT NULL REFERENCES assets, name text NOT NULL, secret_salt bytea NOT NULL, secret_hash bytea NOT NULL,
        token_hash bytea UNIQUE, disabled boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(), UNIQUE (tenant_id, name));
      CREATE INDEX ON assets (tenant_id, domain);
      CREATE INDEX ON devices (tenant_id, asset_id);
      CREATE INDEX ON sessions (expires_at);
`;

const RIGHTS = `
      ${['users', 'sites', 'assets', 'asset_signals', 'devices'].map(forceRowLevelSecurity).join('\n')}
      ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
      ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
      CREATE POLICY own_tenant ON tenants USING (id = nullif(current_setting('fettle.tenant_id', true), '')::uuid);
      GRANT SELECT, INSERT, UPDATE, DELETE ON users, sites, assets, asset_signals, devices TO fettle_api;
      GRANT SELECT ON tenants TO fettle_api;
      CREATE FUNCTION register_asset_signals(tenant uuid, asset uuid, names text[], most integer) RETURNS void
      LANGUAGE plpgsql AS $$
      DECLARE next_id integer;
      BEGIN
        PERFORM 1 FROM assets WHERE id = asset AND tenant_id = tenant FOR UPDATE;
        SELECT coalesce(max(signal_id), 1023) + 1 INTO next_id FROM asset_signals WHERE asset_id = asset;
        INSERT INTO asset_signals (tenant_id, asset_id, signal_id, name)
          SELECT tenant, asset, next_id + row_number() OVER (ORDER BY fresh.name)::integer - 1, fresh.name
          FROM (SELECT DISTINCT name FROM unnest(names) AS name
                EXCEPT SELECT s.name FROM asset_signals s WHERE s.asset_id = asset) AS fresh;
        IF (SELECT count(*) FROM asset_signals WHERE asset_id = asset) > most THEN
          RAISE EXCEPTION 'SIGNAL.TOO_MANY';
        END IF;
        PERFORM pg_notify('fettle_directory', asset::text);
      END $$;
      GRANT SELECT (id, disabled, secret_salt, secret_hash) ON devices TO fettle_broker;
      GRANT SELECT, INSERT ON tenants, users TO fettle_identity;
      GRANT SELECT, INSERT, UPDATE, DELETE ON sessions, setup_links TO fettle_identity;
      GRANT SELECT, INSERT, UPDATE, DELETE ON tenants, users, sessions, setup_links, sites, assets, asset_signals, devices TO fettle_pipeline;
`;

/** Who there is and what they own: tenants, people, places, machines, devices. */
export class Core1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP FUNCTION register_asset_signals; DROP TABLE devices, asset_signals, assets, sites, setup_links, sessions, users, tenants CASCADE',
    );
  }
}
