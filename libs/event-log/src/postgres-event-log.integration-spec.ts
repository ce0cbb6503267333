import { describeEventLogConformance } from '@fettle/testing';
import { PostgresEventLog } from './index';

const RETRY = { maxAttempts: 3, firstMs: 5, maxMs: 50 };

describeEventLogConformance('Postgres', {
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  maxAttempts: RETRY.maxAttempts,
  open: ({ pool, topics, clock }) =>
    new PostgresEventLog(pool, topics, clock, { leaseMs: 2_000, heartbeatMs: 300, pollMs: 10, retry: RETRY }),
});
