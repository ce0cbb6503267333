import { Socket } from 'node:net';
import { MeteredSocket } from './metered-socket';

const PACKET = Buffer.from([0x30, 2, 1, 1]);

function setUp(maxInFlightBytes: number): {
  socket: Socket;
  metered: MeteredSocket;
  read: Buffer[];
  oversize: number[];
  allow: (may: boolean) => void;
} {
  const socket = new Socket();
  socket.on('error', () => undefined);
  let may = true;
  const oversize: number[] = [];
  const metered = new MeteredSocket(socket, 10, {
    maxInFlightBytes,
    mayRead: () => may,
    onHeld: () => undefined,
    onOversize: (bytes) => oversize.push(bytes),
  });
  const read: Buffer[] = [];
  socket.on('readable', () => {
    const chunk = socket.read(undefined) as Buffer | null;
    if (chunk !== null) read.push(chunk);
  });
  return { socket, metered, read, oversize, allow: (value) => (may = value) };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('metered socket', () => {
  it('gives nothing out while too much is in flight, and everything afterwards', async () => {
    const { socket, metered, read } = setUp(8);
    metered.enter(8);
    socket.push(PACKET);
    await turn();
    expect([read.length, metered.isHeld]).toEqual([0, true]);
    metered.leave(1);
    await turn();
    expect([Buffer.concat(read), metered.isHeld]).toEqual([PACKET, false]);
    socket.push(PACKET);
    await turn();
    expect(Buffer.concat(read)).toEqual(Buffer.concat([PACKET, PACKET]));
  });

  it('held for another reason, it waits for a retry', async () => {
    const { socket, metered, read, allow } = setUp(8);
    allow(false);
    socket.push(PACKET);
    await turn();
    expect(metered.retry()).toBe(false);
    allow(true);
    expect(metered.retry()).toBe(true);
    await turn();
    expect(read).toHaveLength(1);
  });

  it('cuts the connection at a packet over the limit, and says how large it was to be', async () => {
    const { socket, read, oversize } = setUp(8);
    socket.push(Buffer.from([0x30, 11]));
    await turn();
    expect([read, oversize, socket.destroyed]).toEqual([[], [11], true]);
  });
});
