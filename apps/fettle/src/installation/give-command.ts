import { type CommandGiven, type DeviceCommand, TOPICS } from '@fettle/contracts';
import { AppError, deviceKey, HOUR_MS } from '@fettle/kernel';
import { inTransaction, insertCommand, MAX_OPEN_COMMANDS } from '@fettle/persistence';
import type { ProcessParts } from '@fettle/platform';
import { randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';

const ID_BYTES = 6;
const EXPIRES_MS = HOUR_MS;

/**
 * Gives a device a command in nobody's name, delivered at once or at its next hello within the hour; `before` is kept with it or
 * not at all. Resolves to the command's id. Throws `COMMAND.TOO_MANY` when that many wait already.
 */
export async function giveCommand(
  { database, eventLog, clock }: Pick<ProcessParts, 'database' | 'eventLog' | 'clock'>,
  { tenantId, deviceId }: { readonly tenantId: string; readonly deviceId: string },
  command: DeviceCommand,
  before: (client: PoolClient) => Promise<void> = async () => undefined,
): Promise<string> {
  const createdMs = clock.nowMs();
  const given: CommandGiven = { tenantId, deviceId, commandId: randomBytes(ID_BYTES).toString('hex') };
  await inTransaction(database.pipeline, async (client) => {
    await before(client);
    const times = { createdMs, expiresMs: createdMs + EXPIRES_MS };
    const kept = { id: given.commandId, deviceId, command, createdBy: null, ...times };
    if (!(await insertCommand(client, tenantId, kept)))
      throw new AppError('COMMAND.TOO_MANY', `${MAX_OPEN_COMMANDS} commands wait for this device already`);
    await eventLog.appendIn(client, TOPICS.commands.name, [
      { key: deviceKey(tenantId, deviceId), value: Buffer.from(JSON.stringify(given)) },
    ]);
  });
  return given.commandId;
}
