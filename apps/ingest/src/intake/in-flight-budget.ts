/** Memory that messages may hold between arrival and durability, in all and for one tenant. */
export interface InFlightLimits {
  readonly totalBytes: number;
  readonly tenantBytes: number;
}

/**
 * Counts what is in flight. It refuses nothing: brokers stop reading while it is full, so it overshoots by at most what
 * one read of each connection had already brought in.
 */
export class InFlightBudget {
  private totalBytes = 0;
  private messages = 0;
  private readonly byTenant = new Map<string, number>();

  constructor(private readonly limits: InFlightLimits) {}

  get bytes(): number {
    return this.totalBytes;
  }

  get count(): number {
    return this.messages;
  }

  isFull(tenantId: string): boolean {
    return (
      this.totalBytes >= this.limits.totalBytes ||
      (this.byTenant.get(tenantId) ?? 0) >= this.limits.tenantBytes
    );
  }

  enter(tenantId: string, bytes: number): void {
    this.messages += 1;
    this.totalBytes += bytes;
    this.byTenant.set(tenantId, (this.byTenant.get(tenantId) ?? 0) + bytes);
  }

  leave(tenantId: string, bytes: number): void {
    this.messages -= 1;
    this.totalBytes -= bytes;
    const left = (this.byTenant.get(tenantId) ?? 0) - bytes;
    if (left > 0) this.byTenant.set(tenantId, left);
    else this.byTenant.delete(tenantId);
  }
}
