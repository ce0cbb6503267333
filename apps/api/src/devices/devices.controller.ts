import { Body, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import type { Clock } from '@fettle/kernel';
import {
  createDeviceRequestSchema,
  DEVICE_SILENT_AFTER_MS,
  deviceCredentialsResponseSchema,
  deviceListResponseSchema,
  deviceQuerySchema,
  deviceResponseSchema,
  updateDeviceRequestSchema,
} from '@fettle/contracts';
import {
  createDevices,
  deleteDevice,
  type DeviceCredentials,
  findAssetType,
  findDevice,
  listDevices,
  rotateCredentials,
  updateDevice,
} from '@fettle/persistence';
import { CLOCK, FETTLE_CONFIG, type FettleConfig } from '@fettle/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ApiController } from '../http/api-controller';
import { apiError } from '../http/api-error-status';
import { byName } from '../http/cursors';
import { IdParams } from '../http/id.params';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';
import { showCredentials } from './credentials-view';
import { showDevice } from './device-views';

class DeviceQuery extends createZodDto(deviceQuerySchema) {}
class DeviceListResponse extends createZodDto(deviceListResponseSchema) {}
class DeviceResponse extends createZodDto(deviceResponseSchema) {}
class CreateDeviceRequest extends createZodDto(createDeviceRequestSchema) {}
class DeviceCredentialsResponse extends createZodDto(deviceCredentialsResponseSchema) {}
class UpdateDeviceRequest extends createZodDto(updateDeviceRequestSchema) {}

/** Who talks, who does not, and why. */
@ApiController('devices')
export class DevicesController {
  constructor(
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FETTLE_CONFIG) private readonly config: FettleConfig,
  ) {}

  @Get()
  @ZodResponse({ type: DeviceListResponse })
  async list(@Session() session: CurrentSession, @Query() { cursor, limit, state, ...filter }: DeviceQuery) {
    const nowMs = this.clock.nowMs();
    const page = {
      ...filter,
      state: state && { is: state, silentSinceMs: nowMs - DEVICE_SILENT_AFTER_MS },
      limit: limit + 1,
      after: byName.read(cursor),
    };
    const devices = await this.tenants.run(session, (client, tenantId) =>
      listDevices(client, tenantId, page),
    );
    return byName.page(devices, limit, {
      key: ({ name, id }) => ({ name, id }),
      item: (device) => showDevice(device, nowMs),
    });
  }

  @Get(':id')
  @ZodResponse({ type: DeviceResponse })
  async show(@Session() session: CurrentSession, @Param() { id }: IdParams) {
    const device = await this.tenants.run(session, (client, tenantId) => findDevice(client, tenantId, id));
    if (!device) throw apiError('DEVICE.NOT_FOUND', 'no such device');
    return showDevice(device, this.clock.nowMs());
  }

  @Post()
  @ZodResponse({ status: 201, type: DeviceCredentialsResponse })
  async create(@Session() session: CurrentSession, @Body() { name, assetId }: CreateDeviceRequest) {
    const [made] = await this.tenants.run(session, async (client, tenantId) => {
      // A foreign key is checked beyond row-level security: the asset must be looked up under it.
      if ((await findAssetType(client, tenantId, assetId)) === null) {
        throw apiError('ASSET.NOT_FOUND', 'no such asset');
      }
      return createDevices(client, [{ tenantId, assetId, name }], this.clock.nowMs());
    });
    return this.credentials(made!);
  }

  /** New credentials; the old ones stop working at once. */
  @Post(':id/rotate')
  @HttpCode(200)
  @ZodResponse({ type: DeviceCredentialsResponse })
  async rotate(@Session() session: CurrentSession, @Param() { id }: IdParams) {
    const fresh = await this.tenants.run(session, (client) =>
      rotateCredentials(client, id, this.clock.nowMs()),
    );
    return this.credentials(fresh);
  }

  @Patch(':id')
  @ZodResponse({ type: DeviceResponse })
  async update(
    @Session() session: CurrentSession,
    @Param() { id }: IdParams,
    @Body() body: UpdateDeviceRequest,
  ) {
    const device = await this.tenants.run(session, async (client, tenantId) => {
      await updateDevice(client, tenantId, id, body);
      return findDevice(client, tenantId, id);
    });
    return showDevice(device!, this.clock.nowMs());
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@Session() session: CurrentSession, @Param() { id }: IdParams): Promise<void> {
    await this.tenants.run(session, (client, tenantId) => deleteDevice(client, tenantId, id));
  }

  private credentials(made: DeviceCredentials) {
    return showCredentials(made, this.config);
  }
}
