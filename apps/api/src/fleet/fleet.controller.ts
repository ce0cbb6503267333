import { Get, Inject, Query } from '@nestjs/common';
import { assetQuerySchema, fleetListResponseSchema, fleetSummaryResponseSchema } from '@fettle/contracts';
import { fleetSummary, listFleet } from '@fettle/persistence';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ApiController } from '../http/api-controller';
import { byUrgency } from '../http/cursors';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';
import { showFleetRow } from './forecast-views';

class FleetQuery extends createZodDto(assetQuerySchema) {}
class FleetListResponse extends createZodDto(fleetListResponseSchema) {}
class FleetSummaryResponse extends createZodDto(fleetSummaryResponseSchema) {}

/** What needs a wrench, and when. */
@ApiController('fleet')
export class FleetController {
  constructor(@Inject(TenantDatabase) private readonly tenants: TenantDatabase) {}

  @Get()
  @ZodResponse({ type: FleetListResponse })
  async list(@Session() session: CurrentSession, @Query() { cursor, limit, ...filter }: FleetQuery) {
    const page = { ...filter, limit: limit + 1, after: byUrgency.read(cursor) };
    const rows = await this.tenants.run(session, (client, tenantId) => listFleet(client, tenantId, page));
    return byUrgency.page(rows, limit, {
      key: ({ rank, due, assetId, forecast }) => ({ rank, due, assetId, component: forecast.component }),
      item: showFleetRow,
    });
  }

  @Get('summary')
  @ZodResponse({ type: FleetSummaryResponse })
  summary(@Session() session: CurrentSession) {
    return this.tenants.run(session, fleetSummary);
  }
}
