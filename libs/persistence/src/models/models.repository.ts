import { AppError } from '@fettle/kernel';
import type { ModelTask } from '@fettle/contracts';
import type { PoolClient } from 'pg';
import { refuseTooMany } from './model-packages.repository';

/** A model that the tenant brought, without its bytes. `card` is what was read from the file when it came. */
export interface StoredModel<Card> {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly domain: string | null;
  readonly task: ModelTask;
  readonly description: string;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  readonly card: Card;
  readonly createdMs: number;
}

export interface NewModel<Card> {
  readonly id: string;
  readonly name: string;
  readonly domain: string | null;
  readonly task: ModelTask;
  readonly description: string;
  readonly hash: string;
  readonly card: Card;
  readonly content: Uint8Array;
  readonly createdMs: number;
  readonly createdBy: string;
}

const MODEL = `
  SELECT id, name, version::text AS version, domain, task, description, hash, card, created_ms::float8 AS "createdMs" FROM models`;

/** All models of the tenant, newest first. */
export async function listModels<Card>(client: PoolClient, tenantId: string): Promise<StoredModel<Card>[]> {
  const { rows } = await client.query<StoredModel<Card>>(
    `${MODEL} WHERE tenant_id = $1 ORDER BY created_ms DESC, id DESC`,
    [tenantId],
  );
  return rows;
}

/** Null when the tenant has no such model. */
export async function findModel<Card>(
  client: PoolClient,
  tenantId: string,
  id: string,
): Promise<StoredModel<Card> | null> {
  const { rows } = await client.query<StoredModel<Card>>(`${MODEL} WHERE tenant_id = $1 AND id = $2`, [
    tenantId,
    id,
  ]);
  return rows[0] ?? null;
}

/** The file. Null when the tenant has no such model. */
export async function readModel(client: PoolClient, tenantId: string, id: string): Promise<Buffer | null> {
  const { rows } = await client.query<{ content: Buffer }>(
    'SELECT content FROM models WHERE tenant_id = $1 AND id = $2',
    [tenantId, id],
  );
  return rows[0]?.content ?? null;
}

/**
 * Keeps a model as the next version of its name. Throws `MODEL.EXISTS` when the tenant has the same file, `QUOTA.STORAGE`
 * when it has `most` others.
 */
export async function insertModel<Card>(
  client: PoolClient,
  tenantId: string,
  fresh: NewModel<Card>,
  most: number,
): Promise<void> {
  // Two uploads of one name at once take turns, or both would be the same version.
  await client.query("SELECT pg_advisory_xact_lock(hashtext('fettle.models.' || $1::text))", [tenantId]);
  const inserted = await client.query(
    `INSERT INTO models (id, tenant_id, name, version, domain, task, description, hash, card, content, created_ms, created_by)
     SELECT $1, $2, $3, coalesce((SELECT max(version) FROM models WHERE tenant_id = $2 AND name = $3), 0) + 1,
       $4, $5, $6, $7, $8, $9, $10, $11
     ON CONFLICT (tenant_id, hash) DO NOTHING`,
    [
      ...[fresh.id, tenantId, fresh.name, fresh.domain, fresh.task, fresh.description, fresh.hash],
      ...[JSON.stringify(fresh.card), fresh.content, fresh.createdMs, fresh.createdBy],
    ],
  );
  if (inserted.rowCount === 0) throw await alreadyThere(client, tenantId, fresh.hash);
  await refuseTooMany(client, 'models', tenantId, most);
}

async function alreadyThere(client: PoolClient, tenantId: string, hash: string): Promise<AppError> {
  const { rows } = await client.query<{ name: string; version: number }>(
    'SELECT name, version FROM models WHERE tenant_id = $1 AND hash = $2',
    [tenantId, hash],
  );
  const known = rows.map(({ name, version }) => `${name}@${version}`).join();
  return new AppError('MODEL.EXISTS', `this very file is there already: ${known}`);
}

/** Throws `MODEL.NOT_FOUND`. Devices that run it go on doing so. */
export async function deleteModel(client: PoolClient, tenantId: string, id: string): Promise<void> {
  const gone = await client.query('DELETE FROM models WHERE tenant_id = $1 AND id = $2', [tenantId, id]);
  if (gone.rowCount === 0) throw new AppError('MODEL.NOT_FOUND', 'no such model');
}

/** How many of the tenant's devices say that they run each model, by `name@version`. */
export async function countRunning(client: PoolClient, tenantId: string): Promise<Map<string, number>> {
  const { rows } = await client.query<{ model: string; devices: number }>(
    `SELECT model, count(*)::int AS devices FROM device_software WHERE tenant_id = $1 AND model <> '' GROUP BY model`,
    [tenantId],
  );
  return new Map(rows.map(({ model, devices }) => [model, devices]));
}
