import { EventEmitter } from 'node:events';
import { LIVE, type LiveChanges, type LiveSnapshot } from '@fettle/contracts';
import type { Server, Socket } from 'socket.io';
import type { CurrentSession } from '../sessions/current-session';
import { BEHIND_ROOM, LiveClient } from './live-client';
import { LiveClients } from './live-clients';

const NOTHING: LiveChanges = { at: '', forecasts: [], alerts: [], devices: [], values: [] };
const SNAPSHOT = { reason: 'fell_behind' } as LiveSnapshot;

/** Rooms and connections as socket.io keeps them, with connections that take packets only when told to. */
class FakeServer {
  readonly sockets: FakeSocket[] = [];

  to(room: string) {
    return {
      except: (without: string) => ({
        emit: (event: string): void => {
          for (const socket of this.sockets) {
            if (socket.rooms.has(room) && !socket.rooms.has(without)) socket.emit(event);
          }
        },
      }),
    };
  }
}

class FakeSocket {
  readonly conn = new EventEmitter();
  readonly rooms = new Set<string>();
  readonly sent: string[] = [];

  join(room: string): void {
    this.rooms.add(room);
  }

  leave(room: string): void {
    this.rooms.delete(room);
  }

  emit(event: string): void {
    this.sent.push(event);
    this.conn.emit('packetCreate');
  }
}

function connect(server: FakeServer, clients: LiveClients, tenantId: string): [FakeSocket, LiveClient] {
  const socket = new FakeSocket();
  server.sockets.push(socket);
  const client = new LiveClient(socket as unknown as Socket, { tenantId } as CurrentSession);
  clients.add(client);
  return [socket, client];
}

describe('live clients', () => {
  const start = () => {
    const server = new FakeServer();
    return { server, clients: new LiveClients(server as unknown as Server) };
  };

  it('a client that takes nothing is left out, and gets one snapshot when it does again', () => {
    const { server, clients } = start();
    const [slow, client] = connect(server, clients, 'a');
    const [fast] = connect(server, clients, 'a');
    for (let i = 0; i < 200; i++) {
      clients.pushToTenant('a', NOTHING);
      fast.conn.emit('flush');
    }
    expect(fast.sent).toHaveLength(200);
    expect(slow.sent.length).toBeLessThan(30);
    expect(slow.rooms.has(BEHIND_ROOM)).toBe(true);
    expect(client.wantsSnapshot(0)).toBe(false);
    slow.conn.emit('flush');
    expect(client.wantsSnapshot(0)).toBe(true);
    client.sendSnapshot(SNAPSHOT, 0);
    expect(slow.sent.at(-1)).toBe(LIVE.snapshot);
    slow.conn.emit('flush');
    clients.pushToTenant('a', NOTHING);
    expect(slow.sent.at(-1)).toBe(LIVE.changes);
    expect(client.wantsSnapshot(0)).toBe(false);
  });

  it('one that keeps falling behind gets snapshots at intervals only', () => {
    const { server, clients } = start();
    const [slow, client] = connect(server, clients, 'a');
    const fallBehind = (): void => {
      for (let i = 0; i < 50; i++) clients.pushToTenant('a', NOTHING);
      slow.conn.emit('flush');
    };
    fallBehind();
    client.sendSnapshot(SNAPSHOT, 1_000);
    fallBehind();
    expect(client.wantsSnapshot(1_001)).toBe(false);
    expect(client.wantsSnapshot(6_000)).toBe(true);
  });

  it('nothing of a tenant or asset reaches those who are not in its room', () => {
    const { server, clients } = start();
    const [a, watcher] = connect(server, clients, 'a');
    const [b] = connect(server, clients, 'b');
    clients.pushToTenant('a', NOTHING);
    clients.watch(watcher, 'x');
    clients.pushToWatchers('x', NOTHING);
    clients.unwatch(watcher, 'x');
    clients.pushToWatchers('x', NOTHING);
    expect(a.sent).toHaveLength(2);
    expect(b.sent).toEqual([]);
    expect(clients.isWatched('x')).toBe(false);
  });

  it('whoever leaves is forgotten everywhere', () => {
    const { server, clients } = start();
    const [, client] = connect(server, clients, 'a');
    clients.watch(client, 'x');
    clients.remove(client);
    expect([clients.hasTenant('a'), clients.isWatched('x'), clients.count('a'), clients.all()]).toEqual([
      false,
      false,
      0,
      [],
    ]);
  });
});
