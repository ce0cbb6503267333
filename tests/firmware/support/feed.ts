import { createServer, type Server, type Socket } from 'node:net';
import { crc16 } from '@fettle/frame';

export interface FeedWindow {
  readonly timeMs: number;
  readonly samples: Int16Array;
}

/** Answers of the device, apps/firmware/src/sensor/sensor.h. */
export const VERDICTS = ['taken', 'bad checksum', 'wrong size', 'old', 'ready'] as const;
export type Verdict = (typeof VERDICTS)[number];

const ANSWER_BYTES = 10;
const SILENCE_MS = 1_000;
const MOST_ATTEMPTS = 20;

/** A window's bytes; see apps/firmware/src/sensor/feed.h. */
export function encodeWindow({ timeMs, samples }: FeedWindow, index: number, sampleRateHz = 20_000): Buffer {
  const bytes = Buffer.alloc(24 + 2 * samples.length + 2);
  bytes.write('FW', 'latin1');
  bytes.writeUInt8(1, 2);
  bytes.writeUInt16LE(0, 4);
  bytes.writeUInt16LE(samples.length, 6);
  bytes.writeUInt32LE(index, 8);
  bytes.writeBigInt64LE(BigInt(timeMs), 12);
  bytes.writeFloatLE(sampleRateHz, 20);
  samples.forEach((sample, i) => bytes.writeInt16LE(sample, 24 + 2 * i));
  bytes.writeUInt16BE(crc16(bytes, bytes.length - 2), bytes.length - 2);
  return bytes;
}

/** The other end of the board's feed: hands it windows one after the other, and each again until it has an answer. */
export class Feed {
  /** Every answer that came. */
  readonly answers: { readonly verdict: Verdict; readonly index: number }[] = [];
  private readonly server: Server;
  private socket: Socket | undefined;
  private waiting: ((verdict: Verdict) => void) | undefined;
  private index = 0;

  private constructor() {
    this.server = createServer((socket) => {
      this.socket = socket;
      let bytes: Buffer = Buffer.alloc(0);
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => (bytes = this.take(Buffer.concat([bytes, chunk]))));
    });
  }

  static async open(): Promise<Feed> {
    const feed = new Feed();
    await new Promise<void>((resolve) => feed.server.listen(0, '127.0.0.1', resolve));
    return feed;
  }

  get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  /** Bytes as they are, whatever they mean. */
  raw(bytes: Uint8Array): void {
    this.socket?.write(bytes);
  }

  /** Resolves to what the device did with the window: it has been processed and its result is kept, or it was known. */
  async give(window: FeedWindow): Promise<Verdict> {
    const bytes = encodeWindow(window, ++this.index);
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      this.socket?.write(bytes);
      const verdict = await this.answer();
      if (verdict !== 'ready' && verdict !== 'bad checksum' && verdict !== undefined) return verdict;
    }
    throw new Error(`window ${this.index} was never answered`);
  }

  async close(): Promise<void> {
    this.socket?.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(): Promise<Verdict | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), SILENCE_MS);
      this.waiting = (verdict) => {
        clearTimeout(timer);
        resolve(verdict);
      };
    });
  }

  private take(bytes: Buffer): Buffer {
    let rest = bytes;
    for (; rest.length >= ANSWER_BYTES; rest = rest.subarray(ANSWER_BYTES)) {
      if (rest.toString('latin1', 0, 2) !== 'FA' || crc16(rest, 8) !== rest.readUInt16BE(8)) {
        throw new Error(`not an answer: ${rest.toString('hex', 0, ANSWER_BYTES)}`);
      }
      const answer = { verdict: VERDICTS[rest.readUInt8(3)]!, index: rest.readUInt32LE(4) };
      this.answers.push(answer);
      if (answer.verdict === 'ready' || answer.index === this.index) this.waiting?.(answer.verdict);
    }
    return rest;
  }
}
