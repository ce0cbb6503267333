import { Body, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { Clock } from '@fettle/kernel';
import {
  deviceCommandListResponseSchema,
  deviceCommandQuerySchema,
  deviceCommandResponseSchema,
  type DeviceCommandResponse,
  giveCommandRequestSchema,
  installModelRequestSchema,
} from '@fettle/contracts';
import { findDevice, findPackage, listCommands, type StoredCommand } from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ApiController } from '../http/api-controller';
import { apiError } from '../http/api-error-status';
import { IdParams } from '../http/id.params';
import { iso, isoOrNull } from '../http/instants';
import { PageCursor } from '../http/page-cursor';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';
import { DeviceCommands } from './device-commands.service';

class CommandQuery extends createZodDto(deviceCommandQuerySchema) {}
class CommandListResponse extends createZodDto(deviceCommandListResponseSchema) {}
class CommandResponse extends createZodDto(deviceCommandResponseSchema) {}
class InstallModelRequest extends createZodDto(installModelRequestSchema) {}
/** A class cannot extend a union: the value is the schema, under its name in the OpenAPI document; the type what it lets through. */
const GiveCommandRequest = Object.defineProperty(createZodDto(giveCommandRequestSchema), 'name', {
  value: 'GiveCommandRequest',
});
type GiveCommandRequest = z.infer<typeof giveCommandRequestSchema>;

const byPlace = new PageCursor(z.object({ place: z.string().regex(/^\d{1,18}$/) }));

/** What devices are told to do, by whom, and what came of it. */
@ApiController('devices/:id')
export class DeviceCommandsController {
  constructor(
    @Inject(DeviceCommands) private readonly commands: DeviceCommands,
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('commands')
  @ZodResponse({ type: CommandListResponse })
  async list(@Session() session: CurrentSession, @Param() { id }: IdParams, @Query() query: CommandQuery) {
    const before = byPlace.read(query.cursor)?.place;
    const page = { deviceId: id, nowMs: this.clock.nowMs(), before, limit: query.limit + 1 };
    const commands = await this.tenants.run(session, async (client, tenantId) => {
      if (!(await findDevice(client, tenantId, id))) throw apiError('DEVICE.NOT_FOUND', 'no such device');
      return listCommands(client, tenantId, page);
    });
    return byPlace.page(commands, query.limit, { key: ({ place }) => ({ place }), item: showCommand });
  }

  /** Delivered at once to a device that listens, else at its next hello, until it expires. */
  @Post('commands')
  @ApiBody({ type: GiveCommandRequest })
  @ZodResponse({ status: 201, type: CommandResponse })
  async give(
    @Session() session: CurrentSession,
    @Param() { id }: IdParams,
    @Body() body: GiveCommandRequest,
  ) {
    const { expiresInSeconds, ...command } = body;
    return showCommand(await this.commands.give(session, id, async () => command, expiresInSeconds));
  }

  /** Tells the device to fetch a package from the store and run it. */
  @Post('model')
  @ZodResponse({ status: 201, type: CommandResponse })
  async install(
    @Session() session: CurrentSession,
    @Param() { id }: IdParams,
    @Body() { package: packageId, expiresInSeconds }: InstallModelRequest,
  ) {
    const given = await this.commands.give(
      session,
      id,
      async (client, tenantId) => {
        const found = await findPackage(client, tenantId, packageId);
        if (!found) throw apiError('PACKAGE.NOT_FOUND', 'no such package');
        return { command: 'install', package: packageId, bytes: found.bytes };
      },
      expiresInSeconds,
    );
    return showCommand(given);
  }
}

function showCommand(command: StoredCommand): DeviceCommandResponse {
  const { place: _place, createdMs, sentMs, settledMs, expiresMs, ...rest } = command;
  return {
    ...rest,
    createdAt: iso(createdMs),
    sentAt: isoOrNull(sentMs),
    settledAt: isoOrNull(settledMs),
    expiresAt: iso(expiresMs),
  };
}
