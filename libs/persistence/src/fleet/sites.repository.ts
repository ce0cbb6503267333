import { AppError, uuidv7 } from '@fettle/kernel';
import type { PoolClient } from 'pg';

/** A place, with how many assets stand there. */
export interface StoredSite {
  readonly id: string;
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly timeZone: string;
  readonly assets: number;
}

export interface SiteDraft {
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly timeZone: string;
}

/** Position in a list that is sorted by name. */
export interface AfterName {
  readonly name: string;
  readonly id: string;
}

/** Sites of the tenant by name, after `after`; at most `limit`. */
export async function listSites(
  client: PoolClient,
  tenantId: string,
  page: { readonly limit: number; readonly after?: AfterName | undefined },
): Promise<StoredSite[]> {
  const { rows } = await client.query<StoredSite>(
    `SELECT s.id, s.name, s.latitude, s.longitude, s.time_zone AS "timeZone",
       (SELECT count(*) FROM assets a WHERE a.tenant_id = $1 AND a.site_id = s.id)::int AS assets
     FROM sites s WHERE s.tenant_id = $1 AND ($2::text IS NULL OR (s.name, s.id) > ($2, $3::uuid))
     ORDER BY s.name, s.id LIMIT $4`,
    [tenantId, page.after?.name ?? null, page.after?.id ?? null, page.limit],
  );
  return rows;
}

/** Throws `SITE.EXISTS` when the tenant has one of that name. */
export async function createSite(
  client: PoolClient,
  tenantId: string,
  draft: SiteDraft,
  nowMs: number,
): Promise<StoredSite> {
  const id = uuidv7(nowMs);
  const made = await client.query(
    `INSERT INTO sites (id, tenant_id, name, latitude, longitude, time_zone) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (tenant_id, name) DO NOTHING`,
    [id, tenantId, draft.name, draft.latitude, draft.longitude, draft.timeZone],
  );
  if (made.rowCount === 0) throw new AppError('SITE.EXISTS', 'a site of that name exists');
  return { id, assets: 0, ...draft };
}
