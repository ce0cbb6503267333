import { deadLetterTopic } from '@fettle/contracts';
import { AppError } from '@fettle/kernel';
import type { DeadLetter } from './delivery';
import type { LogRecord, StoredRecord } from './port';

/** Carries the place of a record in the outbox, so that readers can tell a repetition; the log's own, refused from callers. */
export const OUTBOX_HEADER = 'fettle-outbox-sequence';

/** Headers of a dead letter, besides those that the record had. */
export const DEAD_LETTER_HEADERS = {
  code: 'dlq-code',
  message: 'dlq-message',
  topic: 'dlq-topic',
  partition: 'dlq-partition',
  offset: 'dlq-offset',
  attempts: 'dlq-attempts',
} as const;

const MAX_MESSAGE_LENGTH = 1_000;

/** The outbox sequence of a record, -1 when it was appended directly. */
export function outboxSequenceOf(record: StoredRecord): number {
  const text = record.headers[OUTBOX_HEADER];
  return text === undefined ? -1 : Number(text);
}

/** Throws `LOG.RESERVED_HEADER` when a caller sets the header that only the log may set. */
export function refuseReservedHeaders(records: readonly LogRecord[]): void {
  if (records.some((record) => record.headers !== undefined && OUTBOX_HEADER in record.headers)) {
    throw new AppError('LOG.RESERVED_HEADER', `header ${OUTBOX_HEADER} is the log's own`);
  }
}

/** The dead-letter topic and the record for it: same key and value, with the reason in its headers. */
export function deadLetterRecord(letter: DeadLetter): { topic: string; record: LogRecord } {
  const { [OUTBOX_HEADER]: _own, ...headers } = letter.record.headers;
  return {
    topic: deadLetterTopic(letter.topic),
    record: {
      key: letter.record.key,
      value: letter.record.value,
      headers: {
        ...headers,
        [DEAD_LETTER_HEADERS.code]: letter.code,
        [DEAD_LETTER_HEADERS.message]: letter.message.slice(0, MAX_MESSAGE_LENGTH),
        [DEAD_LETTER_HEADERS.topic]: letter.topic,
        [DEAD_LETTER_HEADERS.partition]: String(letter.partition),
        [DEAD_LETTER_HEADERS.offset]: String(letter.record.offset),
        [DEAD_LETTER_HEADERS.attempts]: String(letter.attempts),
      },
    },
  };
}
