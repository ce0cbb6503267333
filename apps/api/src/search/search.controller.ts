import { Get, Inject, Query } from '@nestjs/common';
import { searchQuerySchema, searchResponseSchema } from '@fettle/contracts';
import { search } from '@fettle/persistence';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ApiController } from '../http/api-controller';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';

class SearchQuery extends createZodDto(searchQuerySchema) {}
class SearchResponse extends createZodDto(searchResponseSchema) {}

/** Anything of the own tenant, by name or id. */
@ApiController('search')
export class SearchController {
  constructor(@Inject(TenantDatabase) private readonly tenants: TenantDatabase) {}

  @Get()
  @ZodResponse({ type: SearchResponse })
  async find(@Session() session: CurrentSession, @Query() query: SearchQuery) {
    const items = await this.tenants.run(session, (client, tenantId) => search(client, tenantId, query));
    return { items, nextCursor: null };
  }
}
