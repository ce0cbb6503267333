import { Get, Inject, Param, Query } from '@nestjs/common';
import {
  snippetDetailResponseSchema,
  snippetListResponseSchema,
  snippetQuerySchema,
  type SnippetResponse,
} from '@fettle/contracts';
import { findDevice, findSnippet, listSnippets, type StoredSnippet } from '@fettle/persistence';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ApiController } from '../http/api-controller';
import { apiError } from '../http/api-error-status';
import { byTime } from '../http/cursors';
import { IdParams } from '../http/id.params';
import { iso } from '../http/instants';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';

class SnippetQuery extends createZodDto(snippetQuerySchema) {}
class SnippetListResponse extends createZodDto(snippetListResponseSchema) {}
class SnippetDetailResponse extends createZodDto(snippetDetailResponseSchema) {}

/** Raw samples that a device sent. */
@ApiController('devices/:id/snippets')
export class DeviceSnippetsController {
  constructor(@Inject(TenantDatabase) private readonly tenants: TenantDatabase) {}

  @Get()
  @ZodResponse({ type: SnippetListResponse })
  async list(@Session() session: CurrentSession, @Param() { id }: IdParams, @Query() query: SnippetQuery) {
    const page = { deviceId: id, after: byTime.read(query.cursor), limit: query.limit + 1 };
    const snippets = await this.tenants.run(session, async (client, tenantId) => {
      if (!(await findDevice(client, tenantId, id))) throw apiError('DEVICE.NOT_FOUND', 'no such device');
      return listSnippets(client, tenantId, page);
    });
    return byTime.page(snippets, query.limit, {
      key: (snippet) => ({ ms: snippet.atMs, id: snippet.id }),
      item: showSnippet,
    });
  }
}

/** One of them, with its samples. */
@ApiController('snippets')
export class SnippetsController {
  constructor(@Inject(TenantDatabase) private readonly tenants: TenantDatabase) {}

  @Get(':id')
  @ZodResponse({ type: SnippetDetailResponse })
  async show(@Session() session: CurrentSession, @Param() { id }: IdParams) {
    const found = await this.tenants.run(session, (client, tenantId) => findSnippet(client, tenantId, id));
    if (!found) throw apiError('SNIPPET.NOT_FOUND', 'no such snippet');
    const { data, ...snippet } = found;
    return { ...showSnippet(snippet), data: data.toString('base64') };
  }
}

function showSnippet({ atMs, ...rest }: StoredSnippet): SnippetResponse {
  return { ...rest, at: iso(atMs) };
}
