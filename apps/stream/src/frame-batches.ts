import { setImmediate as nextTurn } from 'node:timers/promises';
import { deadLetterTopic, TOPICS } from '@fettle/contracts';
import {
  DEAD_LETTER_HEADERS,
  type EventLog,
  type LogRecord,
  type Position,
  type Queryable,
  type RecordBatch,
} from '@fettle/event-log';
import { DecodedFrame, decodeFrame } from '@fettle/frame';
import { type Database, inTransaction } from '@fettle/persistence';
import { toWindowsRecord } from '@fettle/windowing';
import { ArrivalReader, FRAMES_A_TURN } from './arrivals/arrival-reader';
import type { ArrivedFrame, Arrivals, DeviceArrivals, RefusedRecord } from './arrivals/arrivals';
import type { DeviceOutcome, DeviceStream } from './devices/device-stream';
import type { DeviceStreams } from './devices/device-streams';
import type { StreamMetrics } from './stream.metrics';
import { storeStatus } from './tables/device-status.table';
import { storeFrames } from './tables/frames.table';
import { storeLate } from './tables/late-readings.table';
import type { Partitions } from './tables/partitions';
import { storeStreams } from './tables/stream-state.table';
import { storeWindows } from './tables/windows.table';

/** Windows that travel in one record: a history that closes thousands at once comes in several. */
const WINDOWS_A_RECORD = 1_000;

/** What the processing of batches works with. */
export interface FrameBatchParts {
  readonly database: Pick<Database, 'pipeline'>;
  readonly eventLog: Pick<EventLog, 'appendIn'>;
  readonly arrivals: ArrivalReader;
  readonly streams: DeviceStreams;
  readonly partitions: Partitions;
  readonly metrics: StreamMetrics;
}

/**
 * From raw frames to windows: everything that a batch changes, in the database and on `telemetry.windows.v1`, happens in
 * one transaction with the position it was read up to. So each frame counts once, whatever is killed when.
 */
export class FrameBatches {
  private readonly scratch = new DecodedFrame();

  constructor(private readonly parts: FrameBatchParts) {}

  /** Rejects when nothing of the batch was kept; the same batch may be given again. */
  async process(batch: RecordBatch, position: Position): Promise<void> {
    const { database, arrivals: reader, partitions, streams, metrics } = this.parts;
    const startedMs = performance.now();
    try {
      const arrivals = await reader.read(batch.records);
      await partitions.ensureForFrames(
        arrivals.devices.flatMap(({ frames }) => frames.map(({ minMs }) => minMs)),
      );
      const outcomes = await inTransaction(database.pipeline, async (transaction) => {
        const made = await this.count(transaction, batch, arrivals);
        await this.store(transaction, batch, arrivals, made);
        await position.commit(transaction);
        return made;
      });
      streams.settle(batch);
      metrics.batchDone(outcomes, arrivals.refused, performance.now() - startedMs);
    } catch (error) {
      streams.abandon(batch);
      partitions.forget();
      throw error;
    }
  }

  private async count(
    transaction: Queryable,
    batch: RecordBatch,
    { devices }: Arrivals,
  ): Promise<DeviceOutcome[]> {
    const ids = devices.map(({ device }) => device.deviceId);
    const streams = await this.parts.streams.load(transaction, batch, ids);
    const known = await storeFrames(transaction, devices);
    const outcomes: DeviceOutcome[] = [];
    let frames = 0;
    for (const arrivals of devices) {
      outcomes.push(this.countDevice(arrivals, streams.get(arrivals.device.deviceId)!, known));
      frames += arrivals.frames.length;
      if (frames >= FRAMES_A_TURN) {
        frames = 0;
        await nextTurn();
      }
    }
    return outcomes;
  }

  private countDevice(
    arrivals: DeviceArrivals,
    stream: DeviceStream,
    known: ReadonlySet<ArrivedFrame>,
  ): DeviceOutcome {
    const accepted = arrivals.frames.filter((frame) => !known.has(frame));
    const late = [];
    let readings = 0;
    for (const arrived of accepted) {
      decodeFrame(arrived.record.value, this.scratch);
      const counted = stream.add(arrived, this.scratch);
      readings += counted.readings;
      late.push(...counted.late);
    }
    const closed = stream.close();
    const duplicates = arrivals.duplicates + arrivals.frames.length - accepted.length;
    const checkpoint = stream.checkpoint(closed.length > 0);
    return { arrivals, accepted, duplicates, readings, closed, late, checkpoint };
  }

  private async store(
    transaction: Queryable,
    batch: RecordBatch,
    { refused }: Arrivals,
    outcomes: readonly DeviceOutcome[],
  ): Promise<void> {
    await this.parts.partitions.ensureForWindows(outcomes.flatMap(({ closed }) => closed));
    await storeWindows(transaction, outcomes);
    await storeLate(transaction, outcomes);
    if (outcomes.length > 0) {
      await storeStreams(transaction, outcomes);
      await storeStatus(transaction, outcomes);
    }
    const { eventLog } = this.parts;
    const letters = refused.map((refusal) => deadLetter(batch, refusal));
    if (letters.length > 0) await eventLog.appendIn(transaction, deadLetterTopic(batch.topic), letters);
    const events = outcomes.flatMap(windowsRecords);
    if (events.length > 0) await eventLog.appendIn(transaction, TOPICS.windows.name, events);
  }
}

function windowsRecords({ arrivals, closed }: DeviceOutcome): LogRecord[] {
  const records: LogRecord[] = [];
  for (let from = 0; from < closed.length; from += WINDOWS_A_RECORD) {
    records.push(toWindowsRecord(arrivals.key, arrivals.device, closed.slice(from, from + WINDOWS_A_RECORD)));
  }
  return records;
}

function deadLetter({ topic, partition }: RecordBatch, { record, reason, detail }: RefusedRecord): LogRecord {
  const headers = {
    ...(record.headers['receivedMs'] === undefined ? {} : { receivedMs: record.headers['receivedMs'] }),
    [DEAD_LETTER_HEADERS.code]: reason,
    [DEAD_LETTER_HEADERS.message]: detail,
    [DEAD_LETTER_HEADERS.topic]: topic,
    [DEAD_LETTER_HEADERS.partition]: String(partition),
    [DEAD_LETTER_HEADERS.offset]: String(record.offset),
    [DEAD_LETTER_HEADERS.attempts]: '1',
  };
  return { key: record.key, value: record.value, headers };
}
