import { Inject, Injectable } from '@nestjs/common';
import { type Clock, DAY_MS } from '@fettle/kernel';
import { CONSUMERS, DEVICE_SILENT_AFTER_MS, type StreamsResponse } from '@fettle/contracts';
import { EVENT_LOG, type EventLog } from '@fettle/event-log';
import { countRejects, readTenantStream } from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import { setTimeout as pause } from 'node:timers/promises';
import { TenantDatabase } from '../http/tenant-database';
import { iso, isoOrNull } from '../http/instants';
import type { CurrentSession } from '../sessions/current-session';
import { RateMeter } from './rate-meter';

const REJECTS_OF_MS = 7 * DAY_MS;
const FIRST_LOOK_MS = 1_000;

/** Whether the platform keeps up, and what has become of a tenant's messages. */
@Injectable()
export class StreamsService {
  private readonly rates = new RateMeter();

  constructor(
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The first look at a tenant in a while takes a second, since a rate needs two. */
  async look(session: CurrentSession): Promise<StreamsResponse> {
    if (!this.rates.hasBase(session.tenantId, this.clock.nowMs())) {
      await this.read(session);
      await pause(FIRST_LOOK_MS);
    }
    const [{ nowMs, stream, rejects, rates }, consumers] = await Promise.all([
      this.read(session),
      this.consumers(),
    ]);
    const { frames, readings, late, duplicates, gaps, devices, online, neverSeen, disabled } = stream;
    const { newestWatermarkMs, oldestWatermarkMs } = stream;
    return {
      at: iso(nowMs),
      consumers,
      rates,
      watermark: {
        newestAt: isoOrNull(newestWatermarkMs),
        oldestAt: isoOrNull(oldestWatermarkMs),
        ageMs: newestWatermarkMs === null ? null : Math.max(0, nowMs - newestWatermarkMs),
      },
      totals: { frames, readings, late, duplicates, gaps },
      rejects,
      devices: {
        total: devices,
        ...{ online, neverSeen, disabled },
        silent: devices - online - neverSeen - disabled,
      },
    };
  }

  private async read(session: CurrentSession) {
    const nowMs = this.clock.nowMs();
    return this.tenants.run(session, async (client, tenantId) => {
      const stream = await readTenantStream(client, tenantId, nowMs - DEVICE_SILENT_AFTER_MS);
      const rejects = await countRejects(client, tenantId, nowMs - REJECTS_OF_MS);
      const refused = rejects.reduce((sum, { count }) => sum + count, 0);
      const { frames, readings } = stream;
      const rates = this.rates.observe(tenantId, { atMs: nowMs, frames, readings, rejects: refused });
      return { nowMs, stream, rejects, rates };
    });
  }

  private async consumers(): Promise<StreamsResponse['consumers']> {
    const consumers = await Promise.all(
      CONSUMERS.flatMap(({ group, topics }) =>
        topics.map(async (topic) => {
          const partitions = await this.log.lag(group, [topic]);
          return {
            group,
            topic,
            lag: partitions.reduce((sum, { lag }) => sum + lag, 0),
            partitions: partitions.map(({ partition, lag }) => ({ partition, lag })),
          };
        }),
      ),
    );
    return consumers;
  }
}
