import type { DeviceCommand } from '@fettle/contracts';
import type { Queryable } from '@fettle/event-log';
import type { TopicOwner } from '../topics/subscription';

/** A command that its device has not answered. */
export interface WaitingCommand extends TopicOwner {
  readonly id: string;
  readonly command: DeviceCommand;
  readonly expiresMs: number;
  /** When it was last handed over, and the device's start counter then; null: it was not, or the device does not count. */
  readonly sentMs: number | null;
  readonly sentBoot: number | null;
}

const WAITING = `
  SELECT c.tenant_id AS "tenantId", c.device_id AS "deviceId", c.id, c.command, c.expires_ms::float8 AS "expiresMs",
    c.sent_ms::float8 AS "sentMs", c.sent_boot::float8 AS "sentBoot"
  FROM device_commands c`;

/** Commands of these devices that may be handed over (again), in the order in which they were given. */
export async function readWaiting(
  database: Queryable,
  deviceIds: readonly string[],
  nowMs: number,
): Promise<WaitingCommand[]> {
  if (deviceIds.length === 0) return [];
  const { rows } = await database.query(
    `${WAITING} WHERE c.device_id = ANY($1::uuid[]) AND c.state IN ('pending', 'sent') AND c.expires_ms > $2
     ORDER BY c.place`,
    [deviceIds, nowMs],
  );
  return rows as WaitingCommand[];
}

/** Those of the given commands that nobody has been handed yet, in the order in which they were given. */
export async function readPending(
  database: Queryable,
  given: readonly { readonly tenantId: string; readonly deviceId: string; readonly commandId: string }[],
  nowMs: number,
): Promise<WaitingCommand[]> {
  const { rows } = await database.query(
    `${WAITING} JOIN unnest($1::uuid[], $2::uuid[], $3::text[]) AS x (tenant_id, device_id, id)
       ON c.tenant_id = x.tenant_id AND c.device_id = x.device_id AND c.id = x.id
     WHERE c.state = 'pending' AND c.expires_ms > $4 ORDER BY c.place`,
    [
      given.map(({ tenantId }) => tenantId),
      given.map(({ deviceId }) => deviceId),
      given.map(({ commandId }) => commandId),
      nowMs,
    ],
  );
  return rows as WaitingCommand[];
}

/** Notes that these were handed over. One that has been answered meanwhile stays answered. */
export async function markSent(
  transaction: Queryable,
  sent: readonly WaitingCommand[],
  nowMs: number,
): Promise<void> {
  if (sent.length === 0) return;
  await transaction.query(
    `UPDATE device_commands c SET state = 'sent', sent_ms = $3,
       sent_boot = (SELECT boot FROM device_software w WHERE w.device_id = c.device_id)
     FROM unnest($1::uuid[], $2::text[]) AS x (device_id, id)
     WHERE c.device_id = x.device_id AND c.id = x.id AND c.state IN ('pending', 'sent')`,
    [sent.map(({ deviceId }) => deviceId), sent.map(({ id }) => id), nowMs],
  );
}

/** What a device answered to a command. */
export interface CommandAnswer extends TopicOwner {
  readonly id: string;
  readonly result: 'done' | 'refused';
  readonly reason: string;
  readonly atMs: number;
}

/** Writes the first answer to each command; later ones, and those to commands that the device was not given, change nothing. */
export async function storeAnswers(transaction: Queryable, answers: readonly CommandAnswer[]): Promise<void> {
  const first = new Map<string, CommandAnswer>();
  for (const answer of answers) {
    const key = `${answer.deviceId}/${answer.id}`;
    if (!first.has(key)) first.set(key, answer);
  }
  if (first.size === 0) return;
  const rows = [...first.values()];
  await transaction.query(
    `UPDATE device_commands c SET state = x.result, reason = x.reason, settled_ms = x.at_ms
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[])
       AS x (tenant_id, device_id, id, result, reason, at_ms)
     WHERE c.tenant_id = x.tenant_id AND c.device_id = x.device_id AND c.id = x.id AND c.state IN ('pending', 'sent')`,
    [
      rows.map(({ tenantId }) => tenantId),
      rows.map(({ deviceId }) => deviceId),
      rows.map(({ id }) => id),
      rows.map(({ result }) => result),
      rows.map(({ reason }) => reason),
      rows.map(({ atMs }) => atMs),
    ],
  );
}
