import { Body, Get, Inject, Post, Query } from '@nestjs/common';
import type { Clock } from '@fettle/kernel';
import {
  createSiteRequestSchema,
  pageQuerySchema,
  siteListResponseSchema,
  siteResponseSchema,
} from '@fettle/contracts';
import { createSite, listSites } from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ApiController } from '../http/api-controller';
import { apiError } from '../http/api-error-status';
import { byName } from '../http/cursors';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';

class SiteListQuery extends createZodDto(pageQuerySchema) {}
class SiteListResponse extends createZodDto(siteListResponseSchema) {}
class SiteResponse extends createZodDto(siteResponseSchema) {}
class CreateSiteRequest extends createZodDto(createSiteRequestSchema) {}

function refuseUnknownZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    throw apiError('INPUT.INVALID', 'timeZone: not a name of the IANA time zone database', {
      details: { issues: [{ path: 'timeZone', message: 'unknown time zone' }] },
      cause,
    });
  }
}

/** Places where assets stand. */
@ApiController('sites')
export class SitesController {
  constructor(
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ZodResponse({ type: SiteListResponse })
  async list(@Session() session: CurrentSession, @Query() query: SiteListQuery) {
    const page = { limit: query.limit + 1, after: byName.read(query.cursor) };
    const sites = await this.tenants.run(session, (client, tenantId) => listSites(client, tenantId, page));
    return byName.page(sites, query.limit, {
      key: ({ name, id }) => ({ name, id }),
      item: (site) => site,
    });
  }

  @Post()
  @ZodResponse({ status: 201, type: SiteResponse })
  async create(@Session() session: CurrentSession, @Body() body: CreateSiteRequest) {
    refuseUnknownZone(body.timeZone);
    return this.tenants.run(session, (client, tenantId) =>
      createSite(client, tenantId, body, this.clock.nowMs()),
    );
  }
}
