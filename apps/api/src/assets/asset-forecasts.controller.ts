import { Get, Inject, Param, Query } from '@nestjs/common';
import { type Clock, DAY_MS } from '@fettle/kernel';
import {
  forecastHistoryQuerySchema,
  forecastHistoryResponseSchema,
  forecastListResponseSchema,
} from '@fettle/contracts';
import { findAssetType, forecastHistory, latestForecasts } from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { byUrgencyThenLife, showForecast } from '../fleet/forecast-views';
import { ApiController } from '../http/api-controller';
import { apiError } from '../http/api-error-status';
import { IdParams } from '../http/id.params';
import { rangeOf } from '../http/instants';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';

class ForecastListResponse extends createZodDto(forecastListResponseSchema) {}
class ForecastHistoryQuery extends createZodDto(forecastHistoryQuerySchema) {}
class ForecastHistoryResponse extends createZodDto(forecastHistoryResponseSchema) {}

const HISTORY_MS = 90 * DAY_MS;

/** What will become of an asset, and what was thought of it before. */
@ApiController('assets/:id/forecasts')
export class AssetForecastsController {
  constructor(
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ZodResponse({ type: ForecastListResponse })
  async list(@Session() session: CurrentSession, @Param() { id }: IdParams) {
    const forecasts = await this.tenants.run(session, async (client, tenantId) => {
      if ((await findAssetType(client, tenantId, id)) === null)
        throw apiError('ASSET.NOT_FOUND', 'no such asset');
      return latestForecasts(client, tenantId, id);
    });
    return { items: forecasts.map(showForecast).sort(byUrgencyThenLife), nextCursor: null };
  }

  @Get('history')
  @ZodResponse({ type: ForecastHistoryResponse })
  async history(
    @Session() session: CurrentSession,
    @Param() { id }: IdParams,
    @Query() query: ForecastHistoryQuery,
  ) {
    const { component, points } = query;
    const range = { assetId: id, component, points, ...rangeOf(query, this.clock.nowMs(), HISTORY_MS) };
    const items = await this.tenants.run(session, async (client, tenantId) => {
      if ((await findAssetType(client, tenantId, id)) === null)
        throw apiError('ASSET.NOT_FOUND', 'no such asset');
      return forecastHistory(client, tenantId, range);
    });
    return { items, nextCursor: null };
  }
}
