import { AppError, uuidv7 } from '@fettle/kernel';
import type { Finding } from '@fettle/contracts';
import type { PoolClient } from 'pg';

/** What the crew found. A label that training uses. */
export interface StoredFinding {
  readonly kind: Finding;
  readonly failureMode: string | null;
  readonly note: string;
  readonly foundAt: Date;
  readonly by: string | null;
}

/** A work order with the names a person reads. */
export interface StoredWorkOrder {
  readonly id: string;
  readonly assetId: string;
  readonly assetName: string;
  readonly siteName: string;
  readonly siteTimeZone: string;
  readonly component: string | null;
  readonly alertId: string | null;
  readonly title: string;
  readonly note: string;
  readonly state: 'open' | 'done';
  readonly plannedFor: Date | null;
  readonly createdAt: Date;
  readonly createdBy: string | null;
  readonly finding: StoredFinding | null;
}

export interface WorkOrderFilter {
  readonly state?: 'open' | 'done' | undefined;
  readonly assetId?: string | undefined;
  readonly limit: number;
  readonly after?: { readonly createdAt: Date; readonly id: string } | undefined;
}

export interface WorkOrderDraft {
  readonly assetId: string;
  readonly component: string | null;
  readonly alertId: string | null;
  readonly title: string;
  readonly note: string;
  readonly plannedFor: Date | null;
}

interface WorkOrderRow {
  id: string;
  asset_id: string;
  asset_name: string;
  site_name: string;
  time_zone: string;
  component: string | null;
  alert_id: string | null;
  title: string;
  note: string;
  state: 'open' | 'done';
  planned_for: Date | null;
  created_at: Date;
  created_by_name: string | null;
  kind: Finding | null;
  failure_mode: string | null;
  finding_note: string | null;
  found_at: Date | null;
  finding_by_name: string | null;
}

const SELECT = `
  SELECT w.id, w.asset_id, a.name AS asset_name, s.name AS site_name, s.time_zone, w.component, w.alert_id, w.title, w.note,
    w.state, w.planned_for, w.created_at, u.name AS created_by_name, f.kind, f.failure_mode, f.note AS finding_note,
    f.found_at, fu.name AS finding_by_name
  FROM work_orders w JOIN assets a ON a.id = w.asset_id JOIN sites s ON s.id = a.site_id
  LEFT JOIN users u ON u.id = w.created_by LEFT JOIN findings f ON f.work_order_id = w.id
  LEFT JOIN users fu ON fu.id = f.by_user`;

function fromRow(row: WorkOrderRow): StoredWorkOrder {
  const finding = row.kind &&
    row.found_at && {
      kind: row.kind,
      failureMode: row.failure_mode,
      note: row.finding_note ?? '',
      foundAt: row.found_at,
      by: row.finding_by_name,
    };
  return {
    id: row.id,
    assetId: row.asset_id,
    assetName: row.asset_name,
    siteName: row.site_name,
    siteTimeZone: row.time_zone,
    component: row.component,
    alertId: row.alert_id,
    title: row.title,
    note: row.note,
    state: row.state,
    plannedFor: row.planned_for,
    createdAt: row.created_at,
    createdBy: row.created_by_name,
    finding,
  };
}

/** Work orders of the tenant, newest first; at most `limit`. */
export async function listWorkOrders(
  client: PoolClient,
  tenantId: string,
  filter: WorkOrderFilter,
): Promise<StoredWorkOrder[]> {
  const { rows } = await client.query<WorkOrderRow>(
    `${SELECT}
     WHERE w.tenant_id = $1 AND ($2::text IS NULL OR w.state = $2) AND ($3::uuid IS NULL OR w.asset_id = $3)
       AND ($4::timestamptz IS NULL OR (date_trunc('milliseconds', w.created_at), w.id) < ($4, $5::uuid))
     ORDER BY date_trunc('milliseconds', w.created_at) DESC, w.id DESC LIMIT $6`,
    [
      tenantId,
      filter.state ?? null,
      filter.assetId ?? null,
      filter.after?.createdAt ?? null,
      filter.after?.id ?? null,
      filter.limit,
    ],
  );
  return rows.map(fromRow);
}

/** Null when the tenant has no such work order. */
export async function findWorkOrder(
  client: PoolClient,
  tenantId: string,
  id: string,
): Promise<StoredWorkOrder | null> {
  const { rows } = await client.query<WorkOrderRow>(`${SELECT} WHERE w.tenant_id = $1 AND w.id = $2`, [
    tenantId,
    id,
  ]);
  return rows[0] ? fromRow(rows[0]) : null;
}

/** Throws `ASSET.NOT_FOUND` or `ALERT.NOT_FOUND` when the tenant has no such asset, or that asset no such alert. */
export async function createWorkOrder(
  client: PoolClient,
  tenantId: string,
  draft: WorkOrderDraft,
  change: { readonly by: string | null; readonly nowMs: number },
): Promise<StoredWorkOrder> {
  const { rows } = await client.query<{ asset: boolean; alert: boolean }>(
    `SELECT EXISTS (SELECT FROM assets WHERE tenant_id = $1 AND id = $2) AS asset,
       $3::uuid IS NULL OR EXISTS (SELECT FROM alerts WHERE tenant_id = $1 AND asset_id = $2 AND id = $3) AS alert`,
    [tenantId, draft.assetId, draft.alertId],
  );
  if (!rows[0]?.asset) throw new AppError('ASSET.NOT_FOUND', 'no such asset');
  if (!rows[0].alert) throw new AppError('ALERT.NOT_FOUND', 'that asset has no such alert');
  const id = uuidv7(change.nowMs);
  await client.query(
    `INSERT INTO work_orders (id, tenant_id, asset_id, component, alert_id, title, note, state, planned_for, created_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10)`,
    [
      ...[
        id,
        tenantId,
        draft.assetId,
        draft.component,
        draft.alertId,
        draft.title,
        draft.note,
        draft.plannedFor,
      ],
      ...[new Date(change.nowMs), change.by],
    ],
  );
  return (await findWorkOrder(client, tenantId, id))!;
}

/**
 * Writes down what was found and closes the work order; told again, the later finding stands.
 * Throws `WORK_ORDER.NOT_FOUND`.
 */
export async function reportFinding(
  client: PoolClient,
  tenantId: string,
  workOrderId: string,
  finding: Omit<StoredFinding, 'by'>,
  by: string | null,
): Promise<StoredWorkOrder> {
  const closed = await client.query(
    `UPDATE work_orders SET state = 'done' WHERE tenant_id = $1 AND id = $2`,
    [tenantId, workOrderId],
  );
  if (closed.rowCount === 0) throw new AppError('WORK_ORDER.NOT_FOUND', 'no such work order');
  await client.query(
    `INSERT INTO findings (work_order_id, tenant_id, kind, failure_mode, note, found_at, by_user) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (work_order_id) DO UPDATE SET kind = excluded.kind, failure_mode = excluded.failure_mode, note = excluded.note,
       found_at = excluded.found_at, by_user = excluded.by_user, created_at = now()`,
    [workOrderId, tenantId, finding.kind, finding.failureMode, finding.note, finding.foundAt, by],
  );
  return (await findWorkOrder(client, tenantId, workOrderId))!;
}
