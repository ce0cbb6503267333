import { Inject, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import { AppError, type Clock, errorCode, errorMessage } from '@fettle/kernel';
import { LIVE, type LiveSnapshot, watchRequestSchema, type WatchReply } from '@fettle/contracts';
import { isInfrastructureError } from '@fettle/event-log';
import { CLOCK } from '@fettle/platform';
import type { Server, Socket } from 'socket.io';
import type { CurrentSession } from '../sessions/current-session';
import { LiveAdmission } from './live-admission.service';
import { LiveClient } from './live-client';
import { LiveClients } from './live-clients';
import { LiveFeed } from './live-feed';
import { LiveSnapshots } from './live-snapshots';
import { WatchedDevices } from './watched-devices';

const MAX_CLIENTS_OF_TENANT = 2_000;
const CATCH_UP_EVERY_MS = 500;
const RECHECK_EVERY_MS = 60_000;

/** Live changes for browsers: signed in at the handshake, in the own tenant's room only, from a snapshot on. */
@WebSocketGateway({ path: LIVE.path, serveClient: false, maxHttpBufferSize: 65_536 })
export class LiveGateway
  implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect, BeforeApplicationShutdown
{
  private readonly logger = new Logger('Live');
  private readonly bySocket = new Map<string, LiveClient>();
  private readonly timers: NodeJS.Timeout[] = [];
  private clients!: LiveClients;

  constructor(
    @Inject(LiveAdmission) private readonly admission: LiveAdmission,
    @Inject(LiveFeed) private readonly feed: LiveFeed,
    @Inject(LiveSnapshots) private readonly snapshots: LiveSnapshots,
    @Inject(WatchedDevices) private readonly watched: WatchedDevices,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  afterInit(server: Server): void {
    this.clients = new LiveClients(server);
    server.use((socket, next) => {
      this.authenticate(socket).then(
        () => next(),
        (error: unknown) => (isInfrastructureError(error) ? cut(socket) : next(refusal(error))),
      );
    });
    this.timers.push(setInterval(() => void this.catchUp(), CATCH_UP_EVERY_MS).unref());
    this.timers.push(setInterval(() => void this.recheck(), RECHECK_EVERY_MS).unref());
    this.admission.onEnded((isOver) => this.disconnect(({ session }) => isOver(session)));
  }

  handleConnection(socket: Socket): void {
    const client = new LiveClient(socket, socket.data as CurrentSession);
    this.bySocket.set(socket.id, client);
    this.clients.add(client);
    // The snapshot comes after the feed runs, so that no change falls between them.
    void this.feed.start(this.clients).then(() => this.sendSnapshot(client, 'connected'));
  }

  handleDisconnect(socket: Socket): void {
    const client = this.bySocket.get(socket.id);
    if (!client) return;
    this.bySocket.delete(socket.id);
    this.clients.remove(client);
    for (const assetId of client.watched) this.forgetIfUnwatched(assetId);
    if (this.bySocket.size === 0) void this.feed.stop();
  }

  @SubscribeMessage(LIVE.resume)
  async resume(@ConnectedSocket() socket: Socket): Promise<WatchReply> {
    const client = this.ask(socket);
    if (typeof client === 'string') return { ok: false, code: client };
    await this.sendSnapshot(client, 'resumed');
    return { ok: true };
  }

  @SubscribeMessage(LIVE.watch)
  async watch(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): Promise<WatchReply> {
    const client = this.ask(socket);
    if (typeof client === 'string') return { ok: false, code: client };
    const request = watchRequestSchema.safeParse(body);
    if (!request.success) return { ok: false, code: 'INPUT.INVALID' };
    const { assetId } = request.data;
    if (client.watched.has(assetId)) return { ok: true };
    if (client.watched.size >= LIVE.maxWatched) return { ok: false, code: 'LIVE.TOO_MANY' };
    if (!(await this.watched.add(client.session.tenantId, assetId)))
      return { ok: false, code: 'ASSET.NOT_FOUND' };
    if (this.bySocket.has(socket.id)) this.clients.watch(client, assetId);
    this.forgetIfUnwatched(assetId);
    return { ok: true };
  }

  @SubscribeMessage(LIVE.unwatch)
  unwatch(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): WatchReply {
    const client = this.ask(socket);
    if (typeof client === 'string') return { ok: false, code: client };
    const request = watchRequestSchema.safeParse(body);
    if (!request.success) return { ok: false, code: 'INPUT.INVALID' };
    this.clients.unwatch(client, request.data.assetId);
    this.forgetIfUnwatched(request.data.assetId);
    return { ok: true };
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    for (const { socket } of this.clients.all()) cut(socket);
    await this.feed.stop();
  }

  private async authenticate(socket: Socket): Promise<void> {
    const session = await this.admission.admit(socket.handshake);
    if (this.clients.count(session.tenantId) >= MAX_CLIENTS_OF_TENANT) {
      throw new AppError('LIVE.TOO_MANY', 'too many live connections');
    }
    socket.data = session;
  }

  /** The client behind a request, or why it is not heard. */
  private ask(socket: Socket): LiveClient | string {
    const client = this.bySocket.get(socket.id);
    if (!client) return 'SESSION.REQUIRED';
    return client.mayAsk(this.clock.nowMs()) ? client : 'LIVE.TOO_FAST';
  }

  private forgetIfUnwatched(assetId: string): void {
    if (!this.clients.isWatched(assetId)) this.watched.remove(assetId);
  }

  private async sendSnapshot(client: LiveClient, reason: LiveSnapshot['reason']): Promise<void> {
    try {
      client.sendSnapshot(await this.snapshots.of(client.session.tenantId, reason), this.clock.nowMs());
    } catch (error) {
      this.logger.error(`no snapshot: ${errorMessage(error)}`);
      // The client connects again by itself and so asks anew.
      cut(client.socket);
    }
  }

  private async catchUp(): Promise<void> {
    const nowMs = this.clock.nowMs();
    const late = this.clients.all().filter((client) => client.wantsSnapshot(nowMs));
    await Promise.all(late.map((client) => this.sendSnapshot(client, 'fell_behind')));
  }

  private async recheck(): Promise<void> {
    const sessions = this.clients.all().map(({ session }) => session);
    if (sessions.length === 0) return;
    try {
      const isOver = await this.admission.over(sessions);
      this.disconnect(({ session }) => isOver(session));
      await this.watched.refresh();
    } catch (error) {
      this.logger.warn(`live connections cannot be checked: ${errorMessage(error)}`);
    }
  }

  private disconnect(which: (client: LiveClient) => boolean): void {
    for (const client of this.clients.all()) if (which(client)) client.socket.disconnect(true);
  }
}

/**
 * Ends the connection below the protocol. Clients of socket.io connect again by themselves after that, and not after they
 * were told to go or refused: that is for those whose session is over.
 */
function cut({ conn }: Socket): void {
  conn.close();
}

/** What the client sees of a refused handshake: the code, in `error.data.code` and as the message. */
function refusal(error: unknown): Error {
  const code = errorCode(error);
  return Object.assign(new Error(code), { data: { code } });
}
