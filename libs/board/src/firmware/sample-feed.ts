import { createServer, type Server, type Socket } from 'node:net';
import { AppError } from '@fettle/kernel';
import { crc16 } from '@fettle/frame';

/** Samples of one window, and the event time of the first. */
export interface FeedWindow {
  readonly timeMs: number;
  readonly samples: Int16Array;
}

/** Answers of the firmware by their number, apps/firmware/src/sensor/sensor.h. */
export const FEED_VERDICTS = ['taken', 'bad checksum', 'wrong size', 'old', 'ready'] as const;
export type FeedVerdict = (typeof FEED_VERDICTS)[number];

const ANSWER_BYTES = 10;
/** Silence after which a window is sent again: a board that is busy, or was reset in its middle. */
const SILENCE_MS = 1_000;
const MOST_ATTEMPTS = 60;

/** A window's bytes as the firmware's feed takes them; see apps/firmware/src/sensor/feed.h. */
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

/**
 * The other end of a board's feed, a server on loopback that the board's second UART connects to: hands it windows one after the
 * other, and each again until it has an answer, over resets of the board.
 */
export class SampleFeed {
  /** Every answer that came. */
  readonly answers: { readonly verdict: FeedVerdict; readonly index: number }[] = [];
  private readonly server: Server;
  private socket: Socket | undefined;
  private waiting: ((verdict: FeedVerdict) => void) | undefined;
  private index = 0;

  private constructor(private readonly sampleRateHz: number) {
    this.server = createServer((socket) => {
      this.socket = socket;
      let bytes: Buffer = Buffer.alloc(0);
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => (bytes = this.take(Buffer.concat([bytes, chunk]))));
    });
  }

  /** Listens on a port that is free. */
  static async open(sampleRateHz = 20_000): Promise<SampleFeed> {
    const feed = new SampleFeed(sampleRateHz);
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

  /**
   * Resolves to what the device did with the window: it has been processed and its result is kept, or it was known. Rejects with
   * `FEED.NO_ANSWER` after about a minute without one, and with `FEED.STOPPED` once the signal is aborted.
   */
  async give(window: FeedWindow, signal?: AbortSignal): Promise<FeedVerdict> {
    const bytes = encodeWindow(window, ++this.index, this.sampleRateHz);
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      if (signal?.aborted) throw new AppError('FEED.STOPPED', 'the feed was told to stop');
      this.socket?.write(bytes);
      const verdict = await this.answer();
      if (verdict !== 'ready' && verdict !== 'bad checksum' && verdict !== undefined) return verdict;
    }
    throw new AppError('FEED.NO_ANSWER', `window ${this.index} was never answered`);
  }

  async close(): Promise<void> {
    this.socket?.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(): Promise<FeedVerdict | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), SILENCE_MS);
      this.waiting = (verdict) => {
        clearTimeout(timer);
        resolve(verdict);
      };
    });
  }

  /** Reads answers; what is none is skipped, a board that lost power in the middle of one leaves its beginning. */
  private take(bytes: Buffer): Buffer {
    let rest = bytes;
    while (rest.length >= ANSWER_BYTES) {
      if (rest.toString('latin1', 0, 2) !== 'FA' || crc16(rest, 8) !== rest.readUInt16BE(8)) {
        rest = rest.subarray(1);
        continue;
      }
      const answer = { verdict: FEED_VERDICTS[rest.readUInt8(3)]!, index: rest.readUInt32LE(4) };
      rest = rest.subarray(ANSWER_BYTES);
      this.answers.push(answer);
      if (answer.verdict === 'ready' || answer.index === this.index) this.waiting?.(answer.verdict);
    }
    return rest;
  }
}
