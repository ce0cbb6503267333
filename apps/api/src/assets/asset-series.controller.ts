import { Get, Inject, Param, Query } from '@nestjs/common';
import { type Clock, DAY_MS } from '@fettle/kernel';
import { seriesQuerySchema, seriesResponseSchema } from '@fettle/contracts';
import { deviceIdsOfAsset, readSeries } from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ApiController } from '../http/api-controller';
import { IdParams } from '../http/id.params';
import { rangeOf } from '../http/instants';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';
import { signalNamed, signalsOfAsset } from './asset-signals';

class SeriesQuery extends createZodDto(seriesQuerySchema) {}
class SeriesResponse extends createZodDto(seriesResponseSchema) {}

/** A signal of an asset over time, as fine as the screen can show. */
@ApiController('assets/:id/series')
export class AssetSeriesController {
  constructor(
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ZodResponse({ type: SeriesResponse })
  async series(@Session() session: CurrentSession, @Param() { id }: IdParams, @Query() query: SeriesQuery) {
    const range = rangeOf(query, this.clock.nowMs(), DAY_MS);
    return this.tenants.run(session, async (client, tenantId) => {
      const signal = signalNamed(await signalsOfAsset(client, tenantId, id), query.signal);
      const deviceIds = await deviceIdsOfAsset(client, tenantId, id);
      const series = await readSeries(client, {
        ...range,
        deviceIds,
        signalId: signal.id,
        points: query.points,
      });
      return { ...series, signal: signal.name, unit: signal.unit };
    });
  }
}
