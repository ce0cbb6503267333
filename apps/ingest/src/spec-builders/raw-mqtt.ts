import { connect as connectSocket, type Socket } from 'node:net';
import { generate, type Packet, parser } from 'mqtt-packet';

/** An MQTT connection of which a spec sees every packet, and which it can break in any way. */
export interface RawMqtt {
  readonly socket: Socket;
  readonly packets: Packet[];
  send(packet: Packet): void;
  closed(): boolean;
  end(): void;
}

/** Connects and sends CONNECT; what comes back is in `packets`. With a client id it asks for a session that lasts. */
export async function rawMqtt(
  port: number,
  login: { username: string; password: string },
  clientId?: string,
): Promise<RawMqtt> {
  const socket = connectSocket(port, '127.0.0.1');
  const packets: Packet[] = [];
  const parse = parser({ protocolVersion: 4 });
  parse.on('packet', (packet) => packets.push(packet));
  socket.on('data', (chunk) => parse.parse(chunk));
  let isClosed = false;
  socket.on('close', () => (isClosed = true));
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  const send = (packet: Packet): void => void socket.write(generate(packet));
  send({
    cmd: 'connect',
    clientId: clientId ?? `raw-${Math.trunc(performance.now() * 1_000)}`,
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: clientId === undefined,
    keepalive: 0,
    username: login.username,
    password: Buffer.from(login.password),
  });
  return { socket, packets, send, closed: () => isClosed, end: () => socket.destroy() };
}
