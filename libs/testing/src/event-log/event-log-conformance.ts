import { Logger } from '@nestjs/common';
import { EventLogWorld, type EventLogSubject } from './event-log-world';
import { describeGroups } from './group-conformance';
import { describeFailures, describeStorage } from './storage-conformance';

const TEST_TIMEOUT_MS = 90_000;
/** A Java process on a busy machine takes its time. */
const START_TIMEOUT_MS = 240_000;

/**
 * What every event log promises, whatever it is built on. `more` adds an adapter's own promises to the same world.
 */
export function describeEventLogConformance(
  name: string,
  subject: EventLogSubject,
  more: (world: () => EventLogWorld) => void = () => undefined,
): void {
  jest.setTimeout(TEST_TIMEOUT_MS);
  describe(`event log: ${name}`, () => {
    let current: EventLogWorld | undefined;
    const world = (): EventLogWorld => current!;
    beforeAll(async () => {
      Logger.overrideLogger(process.env['FETTLE_TEST_LOG'] === undefined ? false : ['warn', 'error']);
      current = await EventLogWorld.start(subject);
    }, START_TIMEOUT_MS);
    afterEach(() => world().closeMembers(), TEST_TIMEOUT_MS);
    afterAll(() => current?.stop(), TEST_TIMEOUT_MS);

    describe('storage', () => describeStorage(world));
    describe('failures', () => describeFailures(world, subject.maxAttempts));
    describe('groups', () => describeGroups(world, subject.maxAttempts));
    describe(`only ${name}`, () => more(world));
  });
}
