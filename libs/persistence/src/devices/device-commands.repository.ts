import type { CommandState, DeviceCommand } from '@fettle/contracts';
import type { PoolClient } from 'pg';

/** A command, and what has become of it. */
export interface StoredCommand {
  readonly id: string;
  /** Rises with every command. */
  readonly place: string;
  readonly deviceId: string;
  readonly command: DeviceCommand;
  readonly state: CommandState;
  readonly reason: string;
  readonly createdMs: number;
  /** Name of who gave it. */
  readonly createdBy: string | null;
  readonly sentMs: number | null;
  readonly settledMs: number | null;
  readonly expiresMs: number;
}

/** A command to be kept. `id` is unique among the device's. */
export interface NewCommand {
  readonly id: string;
  readonly deviceId: string;
  readonly command: DeviceCommand;
  /** Id of the user; null: whoever runs the installation. */
  readonly createdBy: string | null;
  readonly createdMs: number;
  readonly expiresMs: number;
}

/** How many commands of a device are kept beside those that may still be answered; the oldest go. */
export const KEPT_COMMANDS = 100;
/** And how many of them may be without an answer. */
export const MAX_OPEN_COMMANDS = 20;

const COMMAND = `
  SELECT c.id, c.place::text AS place, c.device_id AS "deviceId", c.command, c.reason, u.name AS "createdBy",
    CASE WHEN c.state IN ('pending', 'sent') AND c.expires_ms <= $3 THEN 'expired' ELSE c.state END AS state,
    c.created_ms::float8 AS "createdMs", c.sent_ms::float8 AS "sentMs", c.settled_ms::float8 AS "settledMs",
    c.expires_ms::float8 AS "expiresMs"
  FROM device_commands c LEFT JOIN users u ON u.id = c.created_by`;

/** Commands of a device, newest first, given before `before`; at most `limit`. */
export async function listCommands(
  client: PoolClient,
  tenantId: string,
  page: {
    readonly deviceId: string;
    readonly nowMs: number;
    readonly before?: string | undefined;
    readonly limit: number;
  },
): Promise<StoredCommand[]> {
  const { rows } = await client.query<StoredCommand>(
    `${COMMAND}
     WHERE c.tenant_id = $1 AND c.device_id = $2 AND ($4::bigint IS NULL OR c.place < $4)
     ORDER BY c.place DESC LIMIT $5`,
    [tenantId, page.deviceId, page.nowMs, page.before ?? null, page.limit],
  );
  return rows;
}

/**
 * Keeps a command for the tenant's device, and forgets its oldest ones that are settled or too old to be sent. False, and
 * nothing is kept, when {@link MAX_OPEN_COMMANDS} wait already. The device must be known to be the tenant's.
 */
export async function insertCommand(
  client: PoolClient,
  tenantId: string,
  { id, deviceId, command, createdBy, createdMs, expiresMs }: NewCommand,
): Promise<boolean> {
  const inserted = await client.query(
    `INSERT INTO device_commands (tenant_id, device_id, id, command, created_by, created_ms, expires_ms)
     SELECT $1, $2, $3, $4, $5, $6, $7 WHERE $8 > (
       SELECT count(*) FROM device_commands
       WHERE device_id = $2 AND state IN ('pending', 'sent') AND expires_ms > $6)`,
    [
      ...[tenantId, deviceId, id, JSON.stringify(command), createdBy],
      ...[createdMs, expiresMs, MAX_OPEN_COMMANDS],
    ],
  );
  if (inserted.rowCount === 0) return false;
  await client.query(
    `DELETE FROM device_commands WHERE tenant_id = $1 AND device_id = $2 AND id IN (
       SELECT id FROM device_commands WHERE device_id = $2 ORDER BY place DESC OFFSET $3)
       AND (state NOT IN ('pending', 'sent') OR expires_ms <= $4)`,
    [tenantId, deviceId, KEPT_COMMANDS, createdMs],
  );
  return true;
}

/** The command of that id, as it stands. Null when the device has none. */
export async function findCommand(
  client: PoolClient,
  tenantId: string,
  deviceId: string,
  id: string,
  nowMs: number,
): Promise<StoredCommand | null> {
  const { rows } = await client.query<StoredCommand>(
    `${COMMAND} WHERE c.tenant_id = $1 AND c.device_id = $2 AND c.id = $4`,
    [tenantId, deviceId, nowMs, id],
  );
  return rows[0] ?? null;
}
