import type { EventLog, LogRecord } from '@fettle/event-log';
import { KafkaEventLog, PostgresEventLog } from '@fettle/event-log';
import { systemClock, seededRandom } from '@fettle/kernel';
import { kafkaRuntime, startTestKafka, startTestPostgres } from '@fettle/testing';
import { Logger } from '@nestjs/common';

const VALUE_BYTES = 500;
const DEVICES = 1_000;
const CALLERS = 2_000;
const SECONDS = 3;
const RUNS = Number(process.env['RUNS'] ?? 3);
const MAX_READ = 200_000;
const TOPIC = { name: 'bench.v1', partitions: 8, retentionMs: 86_400_000 };

/** Figures of one adapter: medians of the runs, per second. */
interface Figures {
  readonly appendRecordsPerSecond: number;
  readonly appendMbPerSecond: number;
  readonly appendBatchRecordsPerSecond: number;
  readonly readRecordsPerSecond: number;
  readonly readMbPerSecond: number;
}

const random = seededRandom(1);
const keys = Array.from(
  { length: DEVICES },
  (_, i) =>
    `019aab00-0000-7000-8000-${String(i).padStart(12, '0')}/019aab00-0000-7000-8000-${String(i * 7).padStart(12, '0')}`,
);
const values = Array.from({ length: 256 }, () =>
  Buffer.from(Array.from({ length: VALUE_BYTES }, () => random.below(256))),
);
const record = (i: number): LogRecord => ({ key: keys[i % DEVICES]!, value: values[i & 255]! });
const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1]!;
const mb = (records: number): number => Math.round((records * VALUE_BYTES) / 1e5) / 10;

/** Concurrent callers, each awaiting its own append of `size` records before the next. Records made durable per second. */
async function appendRate(log: EventLog, size: number): Promise<number> {
  let appended = 0;
  const start = performance.now();
  const end = start + SECONDS * 1_000;
  const callers = Array.from({ length: Math.ceil(CALLERS / size) }, async (_, caller) => {
    for (let i = caller; performance.now() < end; i += CALLERS) {
      await log.append(
        TOPIC.name,
        size === 1 ? [record(i)] : Array.from({ length: size }, (_, n) => record(i + n)),
      );
      appended += size;
    }
  });
  await Promise.all(callers);
  return Math.round((appended / (performance.now() - start)) * 1_000);
}

/** A new group reads everything there is, with a handler that does nothing but commit by default. Records per second. */
async function readRate(log: EventLog, run: number): Promise<number> {
  const lag = await log.lag('none', [TOPIC.name]);
  const total = Math.min(
    MAX_READ,
    lag.reduce((sum, { lag: behind }) => sum + behind, 0),
  );
  let read = 0;
  const start = performance.now();
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const subscription = await log.subscribe({
    group: `bench-${run}`,
    topics: [TOPIC.name],
    handler: async (batch) => {
      read += batch.records.length;
      if (read >= total) finish();
    },
  });
  await finished;
  const rate = Math.round((read / (performance.now() - start)) * 1_000);
  await subscription.close();
  return rate;
}

async function measure(log: EventLog): Promise<Figures> {
  await log.append(TOPIC.name, [record(0)]);
  const [single, batched, read]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < RUNS; run++) {
    single.push(await appendRate(log, 1));
    batched.push(await appendRate(log, 100));
    read.push(await readRate(log, run));
    process.stderr.write(
      `run ${run + 1}: ${single[run]} single, ${batched[run]} batched, ${read[run]} read\n`,
    );
  }
  return {
    appendRecordsPerSecond: median(single),
    appendMbPerSecond: mb(median(single)),
    appendBatchRecordsPerSecond: median(batched),
    readRecordsPerSecond: median(read),
    readMbPerSecond: mb(median(read)),
  };
}

/** Both adapters in one run, on parts of their own, commits waiting for the disk. Last line: one JSON object. */
async function main(): Promise<void> {
  Logger.overrideLogger(['error']);
  const postgres = await startTestPostgres({ durable: true });
  const figures: Record<string, Figures | string> = {};
  try {
    const { database } = await postgres.createDatabase();
    const log = new PostgresEventLog(database.pipeline, [TOPIC], systemClock);
    figures['postgres'] = await measure(log);
    await log.close();
    const runtime = kafkaRuntime();
    if ('missing' in runtime) figures['kafka'] = runtime.missing;
    else {
      const kafka = await startTestKafka(runtime);
      try {
        const parts = {
          brokers: kafka.brokers,
          pool: database.pipeline,
          topics: [TOPIC],
          clock: systemClock,
        };
        const kafkaLog = new KafkaEventLog(parts);
        figures['kafka'] = await measure(kafkaLog);
        await kafkaLog.close();
      } finally {
        await kafka.stop();
      }
    }
  } finally {
    await postgres.stop();
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

void main();
