import * as fc from 'fast-check';
import { AppError, DAY_MS, MINUTE_MS } from '@fettle/kernel';
import { columnValues, decodeFrame, encodeFrame, isMissing } from '@fettle/frame';
import type { DeviceEntry } from '@fettle/persistence';
import { TOPICS } from '@fettle/contracts';
import { deviceEntry } from '../spec-builders/device-entry';
import { snippetBytes } from '../spec-builders/snippet-bytes';
import type { DoorContext, Opened } from './door';
import { openDoors } from './registry';

const nowMs = 1_700_000_000_000;
const device = deviceEntry();
const doors = openDoors({ registerSignals: async (entry) => entry }, () => undefined);

function context(over: Partial<DoorContext> = {}): DoorContext {
  const route = { door: 'json', tenantId: null, deviceId: null, messageType: '' } as const;
  return { device, nowMs, topic: '', route, ...over };
}

function json(message: unknown): Opened {
  return doors.json.open(Buffer.from(JSON.stringify(message)), context()) as Opened;
}

interface Reading {
  t: number;
  id: number;
  value: number;
}

/** Every reading of the frames, in order of time and signal. */
function readings(opened: Opened): Reading[] {
  const list = opened.frames.flatMap((bytes) => {
    const result = decodeFrame(bytes);
    if (!result.ok) throw new Error(result.reason);
    const { frame } = result;
    return frame.columns.flatMap((column) => {
      const values = columnValues(column);
      return Array.from(values, (value, i) => ({ t: frame.times[i]!, id: column.signalId, value, i })).filter(
        ({ i }) => !isMissing(column, i),
      );
    });
  });
  return list.map(({ t, id, value }) => ({ t, id, value })).sort((a, b) => a.t - b.t || a.id - b.id);
}

function identities(opened: Opened): string[] {
  return opened.frames.map((bytes) => {
    const result = decodeFrame(bytes);
    return result.ok ? `${result.frame.bootId}/${result.frame.sequence}` : result.reason;
  });
}

const reasons = (opened: Opened): string[] => opened.refusals.map(({ reason }) => reason).sort();

const value = fc.oneof(
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.integer(),
  fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 100),
);
const entry = fc.record({
  ts: fc.integer({ min: nowMs - 1_000, max: nowMs }),
  values: fc.dictionary(fc.constantFrom('any', 'temperature', 'humidity', 'state', 'nothing'), value),
});

describe('JSON door', () => {
  it('every number survives to the last bit', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (values) => {
        const opened = json(values.map((any, i) => ({ ts: nowMs - i, values: { any } })));
        const expected = values.map((any) => JSON.parse(JSON.stringify(any)) as number).reverse();
        expect(readings(opened).map((reading) => reading.value)).toEqual(expected);
      }),
    );
  });

  it('what is kept and what is refused add up to what was sent', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 20 }), (entries) => {
        const sent = entries.reduce((sum, { values }) => sum + Object.keys(values).length, 0);
        const opened = json(entries);
        const refused = opened.refusals.reduce((sum, refusal) => sum + refusal.readings, 0);
        expect(readings(opened)).toHaveLength(opened.readings);
        expect(opened.readings + refused).toBe(sent);
      }),
    );
  });

  it('the same content is the same frame, whatever the order of keys and entries', () => {
    const distinct = fc.uniqueArray(entry, { selector: ({ ts }) => ts, minLength: 1, maxLength: 10 });
    const shuffled = distinct.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const turned = other.map(({ ts, values }) => ({
          values: Object.fromEntries(Object.entries(values).reverse()),
          ts,
        }));
        expect(json(turned).frames).toEqual(json(list).frames);
      }),
    );
  });

  it('different content is a different frame', () => {
    const seen = [
      { ts: nowMs, values: { any: 1 } },
      { ts: nowMs, values: { any: 2 } },
      { ts: nowMs - 1, values: { any: 1 } },
      { ts: nowMs, values: { temperature: 1 } },
      { ts: nowMs, values: { any: 1, temperature: 1 } },
      [
        { ts: nowMs, values: { any: 1 } },
        { ts: nowMs, values: { any: 1 } },
      ],
    ].flatMap((message) => identities(json(message)));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('a reading refused the first time stays refused: the identity is that of the whole message', () => {
    const message = [
      { ts: nowMs + 6 * MINUTE_MS, values: { any: 1 } },
      { ts: nowMs, values: { any: 2 } },
    ];
    const bytes = Buffer.from(JSON.stringify(message));
    const first = doors.json.open(bytes, context()) as Opened;
    const again = doors.json.open(bytes, context()) as Opened;
    expect(reasons(first)).toEqual(['CLOCK.FUTURE']);
    expect(identities(again)).toEqual(identities(first));
  });

  it('without a time it is now, and each message counts', () => {
    const [one, two] = [json({ values: { any: 1 } }), json({ values: { any: 1 } })];
    expect(readings(one)).toEqual([{ t: nowMs, id: 1_024, value: 1 }]);
    expect(identities(one)).not.toEqual(identities(two));
  });

  it('true, false and null are 1, 0 and not-a-number; a signal twice at one time counts twice', () => {
    const opened = json([{ ts: nowMs, values: { any: true, state: false, humidity: null } }]);
    expect(readings(opened).map((reading) => reading.value)).toEqual([Number.NaN, 0, 1]);
    const entries = [1, 2].map((any) => ({ ts: nowMs, values: { any } }));
    expect(readings(json(entries)).map((reading) => reading.value)).toEqual([1, 2]);
  });

  it('a long message becomes several frames and loses nothing', () => {
    const entries = Array.from({ length: 2_500 }, (_, i) => ({ ts: nowMs - i, values: { any: i } }));
    const opened = json(entries);
    expect(opened.frames.length).toBeGreaterThan(1);
    expect(readings(opened)).toHaveLength(2_500);
    expect(new Set(identities(opened)).size).toBe(opened.frames.length);
  });

  it.each([
    [{ ts: nowMs, values: { nothing: 1 } }, ['SIGNAL.UNKNOWN']],
    [{ ts: nowMs, values: { humidity: 100.01 } }, ['READING.OUT_OF_RANGE']],
    [{ ts: nowMs, values: { humidity: '50' } }, ['READING.NOT_A_NUMBER']],
    [{ ts: nowMs, values: { humidity: [1] } }, ['READING.NOT_A_NUMBER']],
    [{ ts: nowMs + 5 * MINUTE_MS + 1, values: { humidity: 1 } }, ['CLOCK.FUTURE']],
    [{ ts: nowMs - 730 * DAY_MS - 1, values: { humidity: 1 } }, ['CLOCK.PAST']],
    [{ ts: nowMs, values: {} }, ['JSON.MALFORMED']],
    [{ ts: -1, values: { humidity: 1 } }, ['JSON.MALFORMED']],
    [{ ts: '1', values: { humidity: 1 } }, ['JSON.MALFORMED']],
    [{ humidity: 1 }, ['JSON.MALFORMED']],
    [[[]], ['JSON.MALFORMED']],
    [[], ['JSON.MALFORMED']],
    [null, ['JSON.MALFORMED']],
    ['text', ['JSON.MALFORMED']],
  ])('%j is refused: %j', (message, expected) => {
    const opened = json(message);
    expect(reasons(opened)).toEqual(expected);
    expect(opened.frames).toEqual([]);
  });

  it('times at the edge of what can be believed are taken', () => {
    for (const ts of [nowMs + 5 * MINUTE_MS, nowMs - 730 * DAY_MS]) {
      expect(json({ ts, values: { any: 1 } }).readings).toBe(1);
    }
  });
});

describe('ThingsBoard door', () => {
  const open = (message: unknown, from: DeviceEntry = device): Opened | Promise<Opened> =>
    doors.thingsboard.open(Buffer.from(JSON.stringify(message)), context({ device: from }));

  it('with a time it is what the JSON door makes of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 5 }), async (entries) => {
        const opened = await open(entries);
        expect(opened.frames).toEqual(json(entries).frames);
      }),
    );
  });

  it('takes bare keys, and arrays of them', async () => {
    expect(readings(await open({ any: 1, state: true }))).toHaveLength(2);
    expect(readings(await open([{ any: 1 }, { any: 2 }]))).toHaveLength(2);
  });

  it('registers only names and values that could be signals, and says when there are too many', async () => {
    const asked: string[][] = [];
    const full = openDoors(
      {
        registerSignals: async (_entry, names) => {
          asked.push([...names]);
          throw new AppError('SIGNAL.TOO_MANY', 'full');
        },
      },
      () => undefined,
    );
    const message = { any: 1, new_key: 2, text: 'x', [`${'k'.repeat(65)}`]: 1, 'bad\nname': 1 };
    const opened = await full.thingsboard.open(Buffer.from(JSON.stringify(message)), context());
    expect(asked).toEqual([['new_key']]);
    expect(reasons(opened)).toEqual(['READING.NOT_A_NUMBER', 'SIGNAL.TOO_MANY']);
    expect(opened.readings).toBe(1);
  });

  it('a failure to register that may pass is thrown, not taken for the message', async () => {
    const down = openDoors(
      {
        registerSignals: () => Promise.reject(new AppError('DATABASE.UNAVAILABLE', 'x', { retryable: true })),
      },
      () => undefined,
    );
    await expect(down.thingsboard.open(Buffer.from('{"new":1}'), context())).rejects.toMatchObject({
      code: 'DATABASE.UNAVAILABLE',
    });
  });
});

describe('frames door', () => {
  const frameOf = (id: number, mantissa: number, time = nowMs): Uint8Array =>
    encodeFrame({
      bootId: 1,
      sequence: 1,
      times: [time, time],
      columns: [{ signalId: id, kind: 'scaled', exponent: -1, mantissas: [mantissa, 0], states: [0, 1] }],
    });
  const open = (bytes: Uint8Array): Opened => doors.frames.open(bytes, context()) as Opened;

  it('a good frame passes as it is; missing values are no readings', () => {
    const bytes = frameOf(2, 1_000);
    expect(open(bytes)).toEqual({ frames: [bytes], readings: 1, refusals: [] });
  });

  it.each([
    [frameOf(2, 1_001), 'READING.OUT_OF_RANGE'],
    [frameOf(2, -1), 'READING.OUT_OF_RANGE'],
    [frameOf(99, 1), 'SIGNAL.UNKNOWN'],
    [frameOf(2, 1, nowMs + 6 * MINUTE_MS), 'CLOCK.FUTURE'],
    [frameOf(2, 1, nowMs - 731 * DAY_MS), 'CLOCK.PAST'],
    [frameOf(2, 1).slice(1), 'FRAME.MALFORMED'],
    [new Uint8Array(0), 'FRAME.MALFORMED'],
  ])('is refused whole with its reason (case %#)', (bytes, reason) => {
    expect(open(bytes)).toMatchObject({ frames: [], readings: 0, refusals: [{ reason }] });
  });
});

describe('status door', () => {
  const open = (status: unknown): Opened =>
    doors.status.open(Buffer.from(JSON.stringify(status)), context()) as Opened;
  const hello = { type: 'hello', firmware: '1.0.0', model: 'a@1', package: '', slot: '-', boot: 7 };
  const id = 'ab'.repeat(16);

  it.each([
    hello,
    { ...hello, package: id, slot: 'b', boot: 4_294_967_295 },
    { type: 'command', id: 'x', result: 'refused', reason: 'why' },
    { type: 'chunk', package: id, offset: 0, count: 16 },
    { type: 'package', package: id, state: 'receiving', reason: '', offset: 1_024 },
  ])('takes a status as it is, with whose it is (case %#)', (status) => {
    const [event] = open(status).events!;
    expect(event!.topic).toBe(TOPICS.deviceStatus.name);
    expect(JSON.parse(Buffer.from(event!.value).toString())).toEqual({
      ...{ tenantId: device.tenantId, deviceId: device.deviceId, atMs: nowMs, status },
    });
  });

  it('what a later firmware adds is left out, not refused', () => {
    const [event] = open({ ...hello, battery: 3 }).events!;
    expect(JSON.parse(Buffer.from(event!.value).toString())).toMatchObject({ status: hello });
    expect(Buffer.from(event!.value).toString()).not.toContain('battery');
  });

  it.each([
    [{ ...hello, boot: -1 }, 'boot'],
    [{ ...hello, firmware: 'x'.repeat(65) }, 'firmware'],
    [{ ...hello, model: 'a\0b' }, 'zero character'],
    [{ type: 'command', id: '', result: 'done' }, 'id'],
    [{ type: 'chunk', package: 'AB'.repeat(16), offset: 0, count: 1 }, 'package'],
    [{ type: 'package', package: id, state: 'burnt' }, 'state'],
    [{ type: 'rejected', rejected: [] }, 'type'],
    [[hello], 'message'],
    [null, 'message'],
    [{ ...hello, padding: 'x'.repeat(2_048) }, 'at most 2048'],
  ])('refuses with a reason and where (case %#)', (status, place) => {
    const opened = open(status);
    expect(opened.events).toBeUndefined();
    expect(opened.refusals).toMatchObject([{ reason: 'STATUS.MALFORMED' }]);
    expect(opened.refusals[0]!.detail).toContain(place);
  });
});

describe('events door', () => {
  it('takes a snippet byte for byte, unless its time cannot be', () => {
    const open = (timeMs: number): Opened => doors.events.open(snippetBytes({ timeMs }), context()) as Opened;
    expect(open(nowMs).events).toEqual([
      { topic: TOPICS.snippets.name, value: snippetBytes({ timeMs: nowMs }) },
    ]);
    expect(reasons(open(nowMs + 6 * MINUTE_MS))).toEqual(['CLOCK.FUTURE']);
    expect(reasons(open(0))).toEqual(['CLOCK.PAST']);
  });
});

describe('every door', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.json().map((text) => Buffer.from(text)),
    fc.jsonValue().map((any) => Buffer.from(JSON.stringify([{ ts: nowMs, values: any }]))),
  );

  it.each(['frames', 'json', 'status', 'events', 'thingsboard', 'sparkplug'] as const)(
    '%s: whatever comes, it is frames that decode, events, or refusals with a reason, or several of these',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(
          bytes,
          fc.constantFrom('NBIRTH', 'DDATA', 'NDEATH'),
          async (payload, messageType) => {
            const route = { door: name, tenantId: null, deviceId: null, messageType };
            const opened = await doors[name].open(payload, context({ route }));
            for (const frame of opened.frames) expect(decodeFrame(frame).ok).toBe(true);
            if (name !== 'sparkplug')
              expect(
                opened.frames.length + opened.refusals.length + (opened.events ?? []).length,
              ).toBeGreaterThan(0);
          },
        ),
        { numRuns: 500 },
      );
    },
  );
});
