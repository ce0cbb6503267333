import { connect, Socket } from 'node:net';

/** A network that can be cut, for good, between one member and its servers: what a killed or partitioned process looks like. */
export class CutSwitch {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  /** For `stream` of a pg pool. */
  readonly postgresStream = (): Socket => this.track(new Socket());

  /** For `socketFactory` of kafkajs. */
  readonly kafkaSocket = (to: { host: string; port: number; onConnect: () => void }): Socket =>
    this.track(connect({ host: to.host, port: to.port }, to.onConnect));

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy(cutError());
  }

  private track(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
    if (this.isCut) process.nextTick(() => socket.destroy(cutError()));
    return socket;
  }
}

function cutError(): Error {
  return Object.assign(new Error('the network was cut'), { code: 'ECONNRESET' });
}
