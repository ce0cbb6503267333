import { LIVE, type LiveChanges } from '@fettle/contracts';
import type { Server } from 'socket.io';
import { BEHIND_ROOM, type LiveClient } from './live-client';

/** Who is connected to this process, by tenant and by watched asset. Knows nothing of where changes come from. */
export class LiveClients {
  private readonly byTenant = new Map<string, Set<LiveClient>>();
  private readonly byAsset = new Map<string, Set<LiveClient>>();

  constructor(private readonly server: Server) {}

  add(client: LiveClient): void {
    void client.socket.join(tenantRoom(client.session.tenantId));
    addTo(this.byTenant, client.session.tenantId, client);
  }

  remove(client: LiveClient): void {
    removeFrom(this.byTenant, client.session.tenantId, client);
    for (const assetId of client.watched) removeFrom(this.byAsset, assetId, client);
  }

  /** The caller has seen that the asset is the client's tenant's. */
  watch(client: LiveClient, assetId: string): void {
    client.watched.add(assetId);
    void client.socket.join(assetRoom(assetId));
    addTo(this.byAsset, assetId, client);
  }

  unwatch(client: LiveClient, assetId: string): void {
    client.watched.delete(assetId);
    void client.socket.leave(assetRoom(assetId));
    removeFrom(this.byAsset, assetId, client);
  }

  hasTenant(tenantId: string): boolean {
    return this.byTenant.has(tenantId);
  }

  isWatched(assetId: string): boolean {
    return this.byAsset.has(assetId);
  }

  count(tenantId: string): number {
    return this.byTenant.get(tenantId)?.size ?? 0;
  }

  all(): LiveClient[] {
    return [...this.byTenant.values()].flatMap((clients) => [...clients]);
  }

  /** To everyone of the tenant who keeps up, encoded once; the others get a snapshot later, not a backlog. */
  pushToTenant(tenantId: string, changes: LiveChanges): void {
    this.push(tenantRoom(tenantId), this.byTenant.get(tenantId), changes);
  }

  pushToWatchers(assetId: string, changes: LiveChanges): void {
    this.push(assetRoom(assetId), this.byAsset.get(assetId), changes);
  }

  private push(room: string, clients: ReadonlySet<LiveClient> | undefined, changes: LiveChanges): void {
    if (!clients) return;
    for (const client of clients) client.setAsideIfBehind();
    this.server.to(room).except(BEHIND_ROOM).emit(LIVE.changes, changes);
  }
}

function tenantRoom(tenantId: string): string {
  return `tenant:${tenantId}`;
}

function assetRoom(assetId: string): string {
  return `asset:${assetId}`;
}

function addTo(index: Map<string, Set<LiveClient>>, key: string, client: LiveClient): void {
  const clients = index.get(key) ?? new Set();
  index.set(key, clients.add(client));
}

function removeFrom(index: Map<string, Set<LiveClient>>, key: string, client: LiveClient): void {
  const clients = index.get(key);
  clients?.delete(client);
  if (clients?.size === 0) index.delete(key);
}
