import { AppError } from '@fettle/kernel';
import type { PoolClient } from 'pg';

/** A signed package for devices, without its bytes. */
export interface StoredPackage {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly target: string;
  readonly bytes: number;
  readonly card: Record<string, unknown>;
  readonly createdMs: number;
}

export interface NewPackage {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly target: string;
  readonly card: Readonly<Record<string, unknown>>;
  readonly content: Uint8Array;
  readonly createdMs: number;
  /** Id of the user; null: whoever runs the installation. */
  readonly createdBy: string | null;
}

const PACKAGE = `
  SELECT id, name, version, target, length(content) AS bytes, card, created_ms::float8 AS "createdMs" FROM model_packages`;

/** All packages of the tenant, newest first. */
export async function listPackages(client: PoolClient, tenantId: string): Promise<StoredPackage[]> {
  const { rows } = await client.query<StoredPackage>(
    `${PACKAGE} WHERE tenant_id = $1 ORDER BY created_ms DESC, id`,
    [tenantId],
  );
  return rows;
}

/** Null when the tenant has no such package. */
export async function findPackage(
  client: PoolClient,
  tenantId: string,
  id: string,
): Promise<StoredPackage | null> {
  const { rows } = await client.query<StoredPackage>(`${PACKAGE} WHERE tenant_id = $1 AND id = $2`, [
    tenantId,
    id,
  ]);
  return rows[0] ?? null;
}

/** Keeps a package; one of the same id stays as it is. Throws `QUOTA.STORAGE` when the tenant has `most` others. */
export async function insertPackage(
  client: PoolClient,
  tenantId: string,
  fresh: NewPackage,
  most: number,
): Promise<void> {
  await client.query(
    `INSERT INTO model_packages (tenant_id, id, name, version, target, card, content, created_ms, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant_id, id) DO NOTHING`,
    [
      ...[tenantId, fresh.id, fresh.name, fresh.version, fresh.target, JSON.stringify(fresh.card)],
      ...[fresh.content, fresh.createdMs, fresh.createdBy],
    ],
  );
  await refuseTooMany(client, 'model_packages', tenantId, most);
}

/** Throws `PACKAGE.NOT_FOUND`. A device that is fetching it gets no more of it. */
export async function deletePackage(client: PoolClient, tenantId: string, id: string): Promise<void> {
  const gone = await client.query('DELETE FROM model_packages WHERE tenant_id = $1 AND id = $2', [
    tenantId,
    id,
  ]);
  if (gone.rowCount === 0) throw new AppError('PACKAGE.NOT_FOUND', 'no such package');
}

/** Bytes `offset` to `offset + length` of a package, fewer at its end, with its whole length. Null: the tenant has none. */
export async function readPackage(
  client: Pick<PoolClient, 'query'>,
  tenantId: string,
  id: string,
  range: { readonly offset: number; readonly length: number },
): Promise<{ readonly data: Buffer; readonly totalBytes: number } | null> {
  const { rows } = await client.query<{ data: Buffer; totalBytes: number }>(
    `SELECT substring(content FROM $3::int + 1 FOR $4::int) AS data, length(content) AS "totalBytes"
     FROM model_packages WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id, range.offset, range.length],
  );
  return rows[0] ?? null;
}

/** Throws `QUOTA.STORAGE` when the tenant's rows have become more than `most`; the caller's transaction takes them back. */
export async function refuseTooMany(
  client: PoolClient,
  table: 'model_packages' | 'models',
  tenantId: string,
  most: number,
): Promise<void> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${table} WHERE tenant_id = $1`,
    [tenantId],
  );
  if (rows[0]!.n > most) throw new AppError('QUOTA.STORAGE', `the tenant keeps at most ${most} of these`);
}
