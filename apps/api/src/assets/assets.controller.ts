import { Body, Get, Inject, Param, Post, Query } from '@nestjs/common';
import type { Clock } from '@fettle/kernel';
import {
  assetDetailResponseSchema,
  assetListResponseSchema,
  assetQuerySchema,
  assetResponseSchema,
  createAssetRequestSchema,
} from '@fettle/contracts';
import {
  createAsset,
  findAsset,
  latestForecasts,
  listAssets,
  listDevices,
  registeredSignals,
} from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ApiController } from '../http/api-controller';
import { apiError } from '../http/api-error-status';
import { byName } from '../http/cursors';
import { IdParams } from '../http/id.params';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';
import { signalsOfAsset } from './asset-signals';
import { showAsset, showAssetDetail } from './asset-views';
import { latestValues } from './latest-values';

class AssetQuery extends createZodDto(assetQuerySchema) {}
class AssetListResponse extends createZodDto(assetListResponseSchema) {}
class AssetResponse extends createZodDto(assetResponseSchema) {}
class AssetDetailResponse extends createZodDto(assetDetailResponseSchema) {}
class CreateAssetRequest extends createZodDto(createAssetRequestSchema) {}

const MAX_DEVICES = 200;

/** Machines and how they are. */
@ApiController('assets')
export class AssetsController {
  constructor(
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ZodResponse({ type: AssetListResponse })
  async list(@Session() session: CurrentSession, @Query() { cursor, limit, ...filter }: AssetQuery) {
    const page = { ...filter, limit: limit + 1, after: byName.read(cursor) };
    const assets = await this.tenants.run(session, (client, tenantId) => listAssets(client, tenantId, page));
    return byName.page(assets, limit, { key: ({ name, id }) => ({ name, id }), item: showAsset });
  }

  @Get(':id')
  @ZodResponse({ type: AssetDetailResponse })
  async show(@Session() session: CurrentSession, @Param() { id }: IdParams) {
    const parts = await this.tenants.run(session, async (client, tenantId) => {
      const asset = await findAsset(client, tenantId, id);
      if (!asset) throw apiError('ASSET.NOT_FOUND', 'no such asset');
      const devices = await listDevices(client, tenantId, { assetId: id, limit: MAX_DEVICES });
      const forecasts = await latestForecasts(client, tenantId, id);
      const registered = await registeredSignals(client, tenantId, id);
      const signals = await signalsOfAsset(client, tenantId, id);
      const latest = await latestValues(
        client,
        devices.map((device) => device.id),
        signals,
      );
      return { asset, devices, forecasts, registered, latest };
    });
    return showAssetDetail(parts, this.clock.nowMs());
  }

  @Post()
  @ZodResponse({ status: 201, type: AssetResponse })
  async create(@Session() session: CurrentSession, @Body() body: CreateAssetRequest) {
    const asset = await this.tenants.run(session, (client, tenantId) =>
      createAsset(client, tenantId, body, this.clock.nowMs()),
    );
    return showAsset(asset);
  }
}
