import type { ProcessParts } from '@fettle/platform';

/** The alert that a crew would have acted on. */
export interface LastingAlert {
  /** Event time. */
  readonly firedMs: number;
  readonly ruleName: string;
}

/** The first alert on a component of the device's asset, or on the whole of it, that was still open at `untilMs`; null: none was. */
export async function firstLastingAlert(
  { database }: Pick<ProcessParts, 'database'>,
  deviceId: string,
  component: string,
  untilMs: number,
): Promise<LastingAlert | null> {
  const { rows } = await database.pipeline.query<LastingAlert>(
    `SELECT l.fired_at_ms::float8 AS "firedMs", l.rule_name AS "ruleName"
     FROM alerts l JOIN devices d ON d.asset_id = l.asset_id
     WHERE d.id = $1 AND (l.component IS NULL OR l.component = $2) AND l.fired_at_ms <= $3
       AND (l.resolved_at_ms IS NULL OR l.resolved_at_ms >= $3) ORDER BY l.fired_at_ms LIMIT 1`,
    [deviceId, component, untilMs],
  );
  return rows[0] ?? null;
}
