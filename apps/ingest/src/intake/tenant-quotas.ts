import type { Clock } from '@fettle/kernel';
import { TokenBucket } from './token-bucket';

/** What a tenant may send, from its own row. */
export interface QuotaLimits {
  readonly messagesPerSecond: number;
  readonly readingsPerSecond: number;
}

/** One tenant's two buckets. */
export interface TenantQuota {
  readonly messages: TokenBucket;
  readonly readings: TokenBucket;
}

interface Loaded extends TenantQuota {
  loadedMs: number;
}

/** A changed quota takes effect within this time. */
const REFRESH_MS = 30_000;
/** A tenant that owes more than this is not read from, so that it slows before anything is refused. */
const SLOWED_FROM_MS = 250;

/**
 * Quotas by tenant, in this process. Every bucket holds one second's worth; several ingest processes share a tenant's
 * messages and each grants the whole quota.
 */
export class TenantQuotas {
  private readonly byTenant = new Map<string, Loaded>();
  private readonly loading = new Map<string, Promise<Loaded>>();

  constructor(
    private readonly load: (tenantId: string) => Promise<QuotaLimits>,
    private readonly clock: Clock,
  ) {}

  /** From memory after the first time; refreshed behind the caller's back. Rejects only when it was never loaded. */
  of(tenantId: string): TenantQuota | Promise<TenantQuota> {
    const known = this.byTenant.get(tenantId);
    if (known === undefined) return this.refresh(tenantId);
    if (this.clock.nowMs() - known.loadedMs > REFRESH_MS) {
      known.loadedMs = this.clock.nowMs();
      this.refresh(tenantId).catch(() => undefined);
    }
    return known;
  }

  /** True while the tenant owes enough that its connections should not be read. */
  isSlowed(tenantId: string): boolean {
    const quota = this.byTenant.get(tenantId);
    if (quota === undefined) return false;
    const nowMs = this.clock.nowMs();
    return Math.max(quota.messages.waitMs(nowMs), quota.readings.waitMs(nowMs)) > SLOWED_FROM_MS;
  }

  private refresh(tenantId: string): Promise<Loaded> {
    const under = this.loading.get(tenantId);
    if (under !== undefined) return under;
    const loading = this.load(tenantId)
      .then((limits) => this.apply(tenantId, limits))
      .finally(() => this.loading.delete(tenantId));
    this.loading.set(tenantId, loading);
    return loading;
  }

  private apply(tenantId: string, { messagesPerSecond, readingsPerSecond }: QuotaLimits): Loaded {
    const nowMs = this.clock.nowMs();
    const known = this.byTenant.get(tenantId);
    if (known !== undefined) {
      known.messages.retune(messagesPerSecond, messagesPerSecond, nowMs);
      known.readings.retune(readingsPerSecond, readingsPerSecond, nowMs);
      return known;
    }
    const made: Loaded = {
      messages: new TokenBucket(messagesPerSecond, messagesPerSecond, nowMs),
      readings: new TokenBucket(readingsPerSecond, readingsPerSecond, nowMs),
      loadedMs: nowMs,
    };
    this.byTenant.set(tenantId, made);
    return made;
  }
}
