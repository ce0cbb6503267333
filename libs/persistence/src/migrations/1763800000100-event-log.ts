import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Topics to which the API itself appends. */
const API_TOPICS = `'alerts.v1'`;

/**
 * The event log: partitions, batches of records, positions and members of consumer groups. Records of all tenants lie side by
 * side, so the API's role can add to its own topics and see how far groups are, but never read a record.
 */
export class EventLog1763800000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE log_partitions (
        topic text NOT NULL, partition integer NOT NULL,
        first_offset bigint NOT NULL DEFAULT 0, next_offset bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (topic, partition)) WITH (fillfactor = 20);
      CREATE TABLE log_batches (
        topic text NOT NULL, partition integer NOT NULL, base_offset bigint NOT NULL, record_count integer NOT NULL,
        appended_at_ms bigint NOT NULL, payload bytea STORAGE EXTERNAL NOT NULL,
        PRIMARY KEY (topic, partition, base_offset));
      CREATE TABLE log_positions (
        group_name text NOT NULL, topic text NOT NULL, partition integer NOT NULL, next_offset bigint NOT NULL,
        epoch bigint NOT NULL DEFAULT 0, owner text, outbox_sequence bigint NOT NULL DEFAULT -1,
        PRIMARY KEY (group_name, topic, partition)) WITH (fillfactor = 20);
      CREATE TABLE log_members (
        group_name text NOT NULL, member_id text NOT NULL, topics text[] NOT NULL,
        joined_at timestamptz NOT NULL DEFAULT clock_timestamp(), lease_until timestamptz NOT NULL,
        PRIMARY KEY (group_name, member_id)) WITH (fillfactor = 50);
    `);
    await runner.query(APPEND_FUNCTION);
    await runner.query(`
      ALTER TABLE log_batches ENABLE ROW LEVEL SECURITY;
      ALTER TABLE log_partitions ENABLE ROW LEVEL SECURITY;
      CREATE POLICY api_appends ON log_batches FOR INSERT TO fettle_api WITH CHECK (topic IN (${API_TOPICS}));
      CREATE POLICY api_sees_ends ON log_partitions FOR SELECT TO fettle_api USING (true);
      CREATE POLICY api_appends ON log_partitions FOR UPDATE TO fettle_api USING (topic IN (${API_TOPICS}));
      REVOKE ALL ON FUNCTION log_append FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION log_append TO fettle_pipeline, fettle_api;
      GRANT SELECT, INSERT, UPDATE, DELETE ON log_partitions, log_batches, log_positions, log_members TO fettle_pipeline;
      GRANT SELECT ON log_partitions, log_positions TO fettle_api;
      GRANT UPDATE (next_offset) ON log_partitions TO fettle_api;
      GRANT INSERT ON log_batches TO fettle_api;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION log_append');
    await runner.query('DROP TABLE log_members, log_positions, log_batches, log_partitions');
  }
}

/**
 * Appends one batch to each of the given partitions (sorted by the caller) and returns their base offsets. The row lock of a
 * partition is held until commit, so batches become visible in offset order. Durable on commit whatever the session's settings say.
 */
const APPEND_FUNCTION = `
  CREATE FUNCTION log_append(topics text[], partitions integer[], counts integer[], sizes integer[], payloads bytea, at_ms bigint)
  RETURNS bigint[] LANGUAGE plpgsql AS $$
  #variable_conflict use_column
  DECLARE
    following bigint;
    start_byte integer := 1;
    bases bigint[] := '{}';
  BEGIN
    IF current_setting('synchronous_commit') IN ('off', 'local') THEN
      PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    FOR i IN 1 .. cardinality(topics) LOOP
      UPDATE log_partitions SET next_offset = next_offset + counts[i]
        WHERE topic = topics[i] AND partition = partitions[i] RETURNING next_offset INTO following;
      IF following IS NULL THEN
        RAISE EXCEPTION 'topic % has no partition % that this role may append to', topics[i], partitions[i];
      END IF;
      INSERT INTO log_batches (topic, partition, base_offset, record_count, appended_at_ms, payload)
        VALUES (topics[i], partitions[i], following - counts[i], counts[i], at_ms, substring(payloads FROM start_byte FOR sizes[i]));
      start_byte := start_byte + sizes[i];
      bases := bases || (following - counts[i]);
    END LOOP;
    RETURN bases;
  END $$`;
