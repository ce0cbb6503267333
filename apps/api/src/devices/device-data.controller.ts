import { Get, Inject, Param, Query } from '@nestjs/common';
import type { Clock } from '@fettle/kernel';
import {
  pageQuerySchema,
  readingListResponseSchema,
  readingsQuerySchema,
  rejectListResponseSchema,
} from '@fettle/contracts';
import { findDevice, listRejects, readReadings } from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { signalNamed, signalsOfAsset } from '../assets/asset-signals';
import { ApiController } from '../http/api-controller';
import { apiError } from '../http/api-error-status';
import { IdParams } from '../http/id.params';
import { iso, rangeOf } from '../http/instants';
import { TenantDatabase } from '../http/tenant-database';
import { type CurrentSession, Session } from '../sessions/current-session';
import { byReject, showReject } from './reject-views';

class ReadingsQuery extends createZodDto(readingsQuerySchema) {}
class ReadingListResponse extends createZodDto(readingListResponseSchema) {}
class RejectQuery extends createZodDto(pageQuerySchema) {}
class RejectListResponse extends createZodDto(rejectListResponseSchema) {}

/** What came from a device: what counted, and what did not and why. */
@ApiController('devices/:id')
export class DeviceDataController {
  constructor(
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('readings')
  @ZodResponse({ type: ReadingListResponse })
  async readings(
    @Session() session: CurrentSession,
    @Param() { id }: IdParams,
    @Query() query: ReadingsQuery,
  ) {
    const nowMs = this.clock.nowMs();
    // A device's clock may run ahead: "everything" includes what it says of the near future.
    const range = rangeOf({ to: 2 * nowMs, from: 0, ...defined(query) }, nowMs, nowMs);
    return this.tenants.run(session, async (client, tenantId) => {
      const device = await findDevice(client, tenantId, id);
      if (!device) throw apiError('DEVICE.NOT_FOUND', 'no such device');
      const signals = await signalsOfAsset(client, tenantId, device.assetId);
      const names = new Map(signals.map((signal) => [signal.id, signal.name]));
      const page = await readReadings(client, {
        ...range,
        deviceId: id,
        signalId: query.signal === undefined ? null : signalNamed(signals, query.signal).id,
        cursor: query.cursor ?? null,
        limit: query.limit,
      });
      const items = page.items.map(({ atMs, signalId, value }) => ({
        at: iso(atMs),
        t: atMs,
        signal: names.get(signalId) ?? String(signalId),
        value,
      }));
      return { items, nextCursor: page.nextCursor };
    });
  }

  @Get('rejects')
  @ZodResponse({ type: RejectListResponse })
  async rejects(@Session() session: CurrentSession, @Param() { id }: IdParams, @Query() query: RejectQuery) {
    const filter = { deviceId: id, before: byReject.read(query.cursor)?.place, limit: query.limit + 1 };
    const rejects = await this.tenants.run(session, async (client, tenantId) => {
      if (!(await findDevice(client, tenantId, id))) throw apiError('DEVICE.NOT_FOUND', 'no such device');
      return listRejects(client, tenantId, filter);
    });
    return byReject.page(rejects, query.limit, { key: (reject) => ({ place: reject.id }), item: showReject });
  }
}

/** Messages of the whole tenant that did not count. */
@ApiController('rejects')
export class RejectsController {
  constructor(@Inject(TenantDatabase) private readonly tenants: TenantDatabase) {}

  @Get()
  @ZodResponse({ type: RejectListResponse })
  async list(@Session() session: CurrentSession, @Query() query: RejectQuery) {
    const filter = { before: byReject.read(query.cursor)?.place, limit: query.limit + 1 };
    const rejects = await this.tenants.run(session, (client, tenantId) =>
      listRejects(client, tenantId, filter),
    );
    return byReject.page(rejects, query.limit, { key: (reject) => ({ place: reject.id }), item: showReject });
  }
}

/** The bounds that were given. */
function defined({ from, to }: Pick<ReadingsQuery, 'from' | 'to'>): {
  from?: string | number;
  to?: string | number;
} {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
