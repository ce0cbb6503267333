import { Inject, Injectable } from '@nestjs/common';
import { type Clock, deviceKey } from '@fettle/kernel';
import { type CommandGiven, type DeviceCommand, TOPICS } from '@fettle/contracts';
import { EVENT_LOG, type EventLog } from '@fettle/event-log';
import {
  findCommand,
  findDevice,
  insertCommand,
  MAX_OPEN_COMMANDS,
  type StoredCommand,
} from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import { randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import { apiError } from '../http/api-error-status';
import { TenantDatabase } from '../http/tenant-database';
import type { CurrentSession } from '../sessions/current-session';

const ID_BYTES = 6;

/** Commands that people give to devices: the row and its event on `devices.commands.v1` in one transaction. */
@Injectable()
export class DeviceCommands {
  constructor(
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Keeps the command under the name of who gave it, and has it delivered. Throws `DEVICE.NOT_FOUND`,
   * `COMMAND.TOO_MANY` when that many wait already, and what `command` throws.
   */
  give(
    session: CurrentSession,
    deviceId: string,
    command: (client: PoolClient, tenantId: string) => Promise<DeviceCommand>,
    expiresInSeconds: number,
  ): Promise<StoredCommand> {
    const createdMs = this.clock.nowMs();
    const expiresMs = createdMs + expiresInSeconds * 1_000;
    const id = randomBytes(ID_BYTES).toString('hex');
    return this.tenants.run(session, async (client, tenantId) => {
      // A foreign key is checked beyond row-level security: the device must be looked up under it.
      if (!(await findDevice(client, tenantId, deviceId)))
        throw apiError('DEVICE.NOT_FOUND', 'no such device');
      const fresh = { id, deviceId, command: await command(client, tenantId), createdBy: session.userId };
      if (!(await insertCommand(client, tenantId, { ...fresh, createdMs, expiresMs }))) {
        throw apiError('COMMAND.TOO_MANY', `${MAX_OPEN_COMMANDS} commands wait for this device already`);
      }
      const kept = await findCommand(client, tenantId, deviceId, id, createdMs);
      const given: CommandGiven = { tenantId, deviceId, commandId: id };
      await this.log.appendIn(client, TOPICS.commands.name, [
        { key: deviceKey(tenantId, deviceId), value: Buffer.from(JSON.stringify(given)) },
      ]);
      return kept!;
    });
  }
}
