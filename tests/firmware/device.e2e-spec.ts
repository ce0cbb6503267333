import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  encodeWindow,
  type FirmwareBoardName,
  firmwareSizes,
  makeSigningKeys,
  type Provisioning,
  worstStack,
} from '@fettle/board';
import { decodeFrame } from '@fettle/frame';
import { MAX_OPEN_COMMANDS } from '@fettle/persistence';
import { waitFor } from '../support/wait-for';
import { Bench, PREFIX } from './support/bench';
import { buildFirmware, has, temporaryFolder } from './support/build';
import { ANOMALY_THRESHOLD, createReference, HANGS, SIGNALS, WINDOW_SAMPLES } from './support/pipeline';
import { buildModelPackage, serve } from './support/package';
import { WINDOW_MS, Windows } from './support/windows';

/** A board and what it takes to build and run its firmware. */
const BOARDS: readonly (readonly [FirmwareBoardName, readonly string[]])[] = [
  ['host', ['gcc', 'make']],
  ['mps2-an386', ['arm-none-eabi-gcc', 'make', 'qemu-system-arm']],
];
/** Event time: so many windows. */
const SILENCE_MS = 500;
/** Of the whole, with an anomaly detector of 9,216 weights. */
const BUDGET = { flash: 64 * 1024, ram: 16 * 1024 } as const;

jest.setTimeout(60_000);
const folder = temporaryFolder();
afterAll(() => folder.remove());

/** One life of a device; each law takes it on from where the one before left it. */
describe.each(BOARDS)('the firmware on %s', (board, tools) => {
  const missing = tools.filter((tool) => !has(tool));
  if (missing.length > 0) console.warn(`SKIPPED: the firmware on ${board}; not there: ${missing.join(', ')}`);
  const law = missing.length > 0 ? it.skip : it;
  const windows = new Windows(5);
  let bench: Bench;
  let program = '';
  const signer = makeSigningKeys();

  beforeAll(async () => {
    if (missing.length > 0) return;
    program = await buildFirmware(board, folder.path);
    bench = await Bench.setUp(board, program, { modelKey: signer.publicKey });
    await bench.device.switchOn();
  }, 120_000);
  afterAll(async () => bench?.takeDown());

  const give = async (count: number, kind: 'even' | 'odd' | 'damaged'): Promise<number[]> => {
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      const window = windows[kind]();
      await bench.give(window);
      times.push(window.timeMs);
    }
    return times;
  };
  const restartBroker = async (meanwhile: () => Promise<unknown>): Promise<void> => {
    await bench.broker.stop();
    await meanwhile();
    await bench.broker.start({ user: 'device-7', password: 'secret of 7' });
  };

  law('says who it is and what it runs', async () => {
    expect(await bench.hello(1)).toMatchObject({
      ...{ model: 'evenness@1', package: '', slot: '-', boot: 1, start: 'power', clock: 'unset' },
      ...{ windowSamples: WINDOW_SAMPLES, droppedMessages: 0 },
    });
  });

  law('reports what moved, and nothing for as long as nothing does but once in a while', async () => {
    expect(await bench.command({ command: 'interval', milliseconds: 100 })).toEqual({ result: 'done' });
    expect(await bench.command({ command: 'thresholds', maxSilenceMs: SILENCE_MS })).toEqual({
      result: 'done',
    });
    const times = await give(60, 'even');
    const moved = windows.even(4_000);
    await bench.give(moved);
    const samples = await bench.arrived([times[0]!, moved.timeMs]);
    expect(samples.length).toBeLessThan(times.length / 3);
    const reported = samples.map(({ timeMs }) => timeMs);
    const pauses = reported.slice(1).map((timeMs, i) => timeMs - reported[i]!);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(SILENCE_MS + WINDOW_MS);
    expect(bench.judge()).toMatchObject({ wrong: 0, doubled: 0 });
  });

  law('sends the scores and features of the interpreter, bit for bit', async () => {
    // A threshold that nothing reaches: what alarms do is another law's.
    expect(await bench.command({ command: 'thresholds', change: 0, anomaly: 1e6 })).toEqual({
      result: 'done',
    });
    const before = bench.judge().right;
    await bench.arrived([
      ...(await give(10, 'even')),
      ...(await give(20, 'odd')),
      ...(await give(10, 'damaged')),
    ]);
    expect(bench.judge()).toEqual({ wrong: 0, doubled: 0, right: before + 40 });
  });

  law(
    'sends what was not acknowledged again as it was, marked as a duplicate, and it counts once',
    async () => {
      bench.broker.swallow = 1;
      const before = bench.broker.of('frames').length;
      await bench.arrived(await give(1, 'even'));
      const [first, second] = await waitFor('the frame again', async () => {
        const frames = bench.broker.of('frames').slice(before);
        return frames.length >= 2 && frames;
      });
      expect([first!.dup, second!.dup]).toEqual([false, true]);
      expect(second!.payload).toEqual(first!.payload);
      // Where the pipe's other end needs longer to come back than the first attempt waits, that attempt ended last.
      expect(['no_puback', 'no_answer']).toContain((await bench.hello(2))['lastEnd']);
      expect(bench.judge()).toMatchObject({ wrong: 0, doubled: 0 });
    },
  );

  law(
    'loses nothing and doubles nothing when the broker is gone for a while; the oldest comes first',
    async () => {
      await give(3, 'even');
      const before = bench.broker.received.length;
      let times: number[] = [];
      await restartBroker(async () => {
        times = await give(12, 'even');
        await sleep(150);
        times.push(...(await give(12, 'even')));
      });
      await bench.arrived(times);
      expect(bench.judge()).toMatchObject({ wrong: 0, doubled: 0 });
      const order = bench.broker.received
        .slice(before)
        .filter(({ topic }) => topic === `${PREFIX}/frames`)
        .map(({ payload }) => decodeFrame(payload))
        .map((result) => (result.ok ? result.frame.times[0]! : NaN));
      expect(order).toEqual([...order].sort((a, b) => a - b));
    },
  );

  law('sends the raw window when an alarm begins, once for each alarm', async () => {
    const restore = { command: 'thresholds', anomaly: ANOMALY_THRESHOLD / 100 };
    expect(await bench.command(restore)).toEqual({ result: 'done' });
    const before = bench.broker.of('events').length;
    const damaged = windows.damaged();
    const score = createReference()(damaged.samples).score;
    expect(score).toBeGreaterThan(ANOMALY_THRESHOLD);
    await bench.give(damaged);
    const all = [
      damaged.timeMs,
      ...(await give(5, 'damaged')),
      ...(await give(5, 'even')),
      ...(await give(3, 'damaged')),
    ];
    await bench.arrived(all);
    const events = await waitFor('two raw windows', async () => {
      const found = bench.broker.of('events').slice(before);
      return found.length >= 2 && found;
    });
    await sleep(300);
    expect(bench.broker.of('events')).toHaveLength(before + 2);
    const [first] = events.map(({ payload }) => payload);
    expect(first!.length).toBe(30 + 2 * WINDOW_SAMPLES + 2);
    expect(Number(first!.readBigInt64LE(12))).toBe(damaged.timeMs);
    const samples = Int16Array.from({ length: WINDOW_SAMPLES }, (_, i) => first!.readInt16LE(30 + 2 * i));
    expect(samples).toEqual(damaged.samples);
  });

  law('sends as many raw samples as a command asks for', async () => {
    const before = bench.broker.of('events').length;
    expect(await bench.command({ command: 'send_raw', count: WINDOW_SAMPLES + 188 })).toEqual({
      result: 'done',
    });
    await give(1, 'damaged');
    await give(2, 'damaged');
    const events = await waitFor('two raw windows', async () => {
      const found = bench.broker.of('events').slice(before);
      return found.length >= 2 && found;
    });
    expect(events.map(({ payload }) => payload.readUInt16LE(28))).toEqual([WINDOW_SAMPLES, 188]);
  });

  law('refuses commands by name, and survives those that are none', async () => {
    const refused = [
      [{ command: 'dance' }, 'unknown command'],
      [{ command: 'interval', milliseconds: 5 }, 'milliseconds from 100 to 604800000'],
      [{ command: 'thresholds', anomaly: 'much' }, 'anomaly is a number'],
      [{ command: 'send_raw', count: 0 }, 'count from 1 to 16384'],
      [{ command: 'install', package: 'xyz', bytes: 1 }, 'package has 32 hex digits'],
      [{ command: 'time' }, 'unixMs is a whole number'],
    ] as const;
    for (const [command, reason] of refused) {
      expect(await bench.command(command)).toEqual({ result: 'refused', reason });
    }
    for (const text of ['', '{', 'null', '{"id":1}'])
      bench.broker.publish(`${PREFIX}/commands`, Buffer.from(text));
    bench.broker.publish(`${PREFIX}/models`, Buffer.alloc(3_000));
    expect(await bench.command({ command: 'identify', seconds: 1 })).toEqual({ result: 'done' });
  });

  // Only a process of this machine says what its light does.
  (board === 'host' ? law : it.skip)(
    'does none of the commands that may wait twice, though all are handed over again, after a power cut too',
    async () => {
      const lights = (): number => bench.device.complaints.split('light on').length - 1;
      const answered = (prefix: string): number =>
        bench.broker.statuses('command').filter(({ id }) => String(id).startsWith(prefix)).length;
      const hand = (prefix: string, count: number): void => {
        for (let i = 0; i < count; i++)
          bench.broker.command(PREFIX, { id: `${prefix}${i}`, command: 'identify', seconds: 1 });
      };
      const before = lights();
      hand('again-', MAX_OPEN_COMMANDS);
      await waitFor('every answer', async () => answered('again-') === MAX_OPEN_COMMANDS);
      hand('again-', MAX_OPEN_COMMANDS);
      await waitFor('every answer again', async () => answered('again-') === 2 * MAX_OPEN_COMMANDS);
      expect(lights()).toBe(before + MAX_OPEN_COMMANDS);

      bench.broker.swallow = 1;
      hand('cut-', 1);
      await waitFor('its answer', async () => answered('cut-') === 1);
      const hellos = bench.broker.statuses('hello').length;
      await bench.device.cutPower();
      await bench.device.switchOn();
      await bench.hello(hellos + 1);
      hand('cut-', 1);
      await waitFor('its answer as it was, and again', async () => answered('cut-') === 3);
      expect(lights()).toBe(before + MAX_OPEN_COMMANDS + 1);
    },
  );

  law('finds its way back into a feed that is noisy, cut off or of another size', async () => {
    const good = encodeWindow(windows.even(), 900);
    const damaged = Buffer.from(good);
    damaged[100]! ^= 1;
    const answersBefore = bench.feed.answers.length;
    bench.feed.raw(Buffer.concat([Buffer.from('FWFWnoiseF'), damaged]));
    await waitFor('a refusal', async () =>
      bench.feed.answers.slice(answersBefore).some((a) => a.verdict === 'bad checksum'),
    );
    bench.feed.raw(encodeWindow({ timeMs: 1, samples: new Int16Array(16) }, 901));
    await waitFor('a refusal', async () =>
      bench.feed.answers.slice(answersBefore).some((a) => a.verdict === 'wrong size'),
    );
    bench.feed.raw(good.subarray(0, 300));
    await bench.arrived(await give(2, 'even'));
    const again = windows.even();
    await bench.give(again);
    expect(await bench.feed.give(again)).toBe('old');
    expect(bench.judge()).toMatchObject({ wrong: 0, doubled: 0 });
  });

  law('starts again when told to, once, and keeps what it had not sent', async () => {
    const boot = Number((await bench.hello(3))['boot']);
    const hellos = bench.broker.statuses('hello').length;
    expect(await bench.command({ command: 'interval', milliseconds: 600_000 })).toEqual({ result: 'done' });
    const order = { id: 'once', command: 'reboot' };
    bench.broker.command(PREFIX, order);
    await waitFor('its answer', async () => bench.broker.statuses('command').some(({ id }) => id === 'once'));
    // These wait in memory for their frame while the device starts again.
    const times = await give(3, 'even');
    expect(await bench.hello(hellos + 1)).toMatchObject({
      boot: boot + 1,
      start: 'command',
      intervalMs: 600_000,
    });
    const samples = await bench.arrived(times);
    expect(samples.find(({ timeMs }) => timeMs === times[0])!.bootId).toBe(boot + 1);
    bench.broker.command(PREFIX, order);
    await sleep(2_500);
    expect(bench.broker.statuses('hello').at(-1)!['boot']).toBe(boot + 1);
    expect(bench.judge()).toMatchObject({ wrong: 0, doubled: 0 });
  });

  law('keeps its settings and its backlog without power', async () => {
    expect(await bench.command({ command: 'interval', milliseconds: 100 })).toEqual({ result: 'done' });
    const boot = Number(bench.broker.statuses('hello').at(-1)!['boot']);
    const hellos = bench.broker.statuses('hello').length;
    let times: number[] = [];
    await restartBroker(async () => {
      times = await give(10, 'even');
      await sleep(400);
      await bench.device.cutPower();
      await bench.device.switchOn();
      times.push(...(await give(5, 'even')));
    });
    expect(await bench.hello(hellos + 1)).toMatchObject({
      boot: boot + 1,
      start: 'power',
      intervalMs: 100,
      slot: '-',
    });
    const samples = await bench.arrived(times);
    const bootsOf = (part: number[]): unknown[] => [
      ...new Set(samples.filter(({ timeMs }) => part.includes(timeMs)).map(({ bootId }) => bootId)),
    ];
    expect(bootsOf(times.slice(0, 10))).toEqual([boot]);
    expect(bootsOf(times.slice(10))).toEqual([boot + 1]);
    expect(bench.judge()).toMatchObject({ wrong: 0, doubled: 0 });
  });

  (board === 'host' ? it.skip : law)(
    'is started again by its watchdog when the model hangs, and loses nothing',
    async () => {
      expect(await bench.command({ command: 'interval', milliseconds: 600_000 })).toEqual({ result: 'done' });
      const hellos = bench.broker.statuses('hello').length;
      const times = await give(2, 'even');
      bench.feed.raw(
        encodeWindow(
          { timeMs: Date.UTC(2027, 0, 1), samples: new Int16Array(WINDOW_SAMPLES).fill(HANGS) },
          950,
        ),
      );
      expect(await bench.hello(hellos + 1)).toMatchObject({ start: 'watchdog' });
      await bench.arrived(times);
      expect(bench.judge()).toMatchObject({ wrong: 0, doubled: 0 });
    },
  );

  (board === 'host' ? it.skip : law)(
    'takes a signed model over the line, runs it out of its slot, and keeps it without power',
    async () => {
      expect(await bench.command({ command: 'interval', milliseconds: 100 })).toEqual({ result: 'done' });
      expect(await bench.command({ command: 'thresholds', change: 0, anomaly: 1e6 })).toEqual({
        result: 'done',
      });
      const file = await buildModelPackage(folder.path, windows.damaged().samples, signer.privatePem);
      const states = (): unknown[] => bench.broker.statuses('package').map(({ state }) => state);
      const ends = ['trial', 'rejected', 'fell_back'];
      const packageId = await serve(bench.broker, PREFIX, file, () =>
        states().some((state) => ends.includes(String(state))),
      );
      expect(states().at(-1)).toBe('trial');
      bench.factor = 2;
      const times = await give(10, 'even');
      await waitFor('the end of its trial', async () => states().includes('active'));
      await bench.arrived(times);
      const hellos = bench.broker.statuses('hello').length;
      await bench.device.cutPower();
      await bench.device.switchOn();
      const runs = { slot: 'a', package: packageId, model: 'evenness-twice@2' };
      expect(await bench.hello(hellos + 1)).toMatchObject({ ...runs, start: 'power' });
      await bench.arrived(await give(3, 'even'));
      expect(bench.judge()).toMatchObject({ wrong: 0, doubled: 0 });
    },
  );

  law('has nothing to complain about at the end', () => {
    // The host's light, and the emulator's word on a broker that is away.
    const unexpected = bench.device.complaints.replace(/^(light (on|off)|.*Connection refused)\n/gm, '');
    expect(unexpected).toBe('');
  });

  (board === 'host' ? it.skip : law)(
    'is within its budgets of flash and memory, worst stack included',
    () => {
      const sizes = firmwareSizes(program);
      const worst = worstStack(dirname(program));
      const measured = Math.max(
        ...bench.broker.statuses('hello').map((hello) => Number(hello['stackPeakBytes'])),
      );
      console.log(
        `firmware on ${board}: flash ${sizes.flash} of ${BUDGET.flash}, RAM ${sizes.ram} of ${BUDGET.ram} bytes, of which the model's ` +
          `${sizes.modelRam} and a stack of ${sizes.stackReserve}: at most ${worst.bytes} (measured ${measured})\n  ${worst.path.join('\n  ')}`,
      );
      expect(sizes.flash).toBeLessThanOrEqual(BUDGET.flash);
      expect(sizes.ram).toBeLessThanOrEqual(BUDGET.ram);
      expect(worst.bytes).toBeLessThanOrEqual(sizes.stackReserve);
      expect(measured).toBeGreaterThan(0);
      expect(measured).toBeLessThanOrEqual(worst.bytes);
    },
  );
});

/** Others than those that are fed; what they do is not the board's affair. */
(has('gcc') && has('make') ? describe : describe.skip)('the firmware, otherwise provisioned,', () => {
  const laterBench = async (provisioning: Partial<Provisioning>): Promise<Bench> =>
    Bench.setUp('host', await buildFirmware('host', folder.path), provisioning);

  it('measures a machine of its own, from the moment that somebody tells it the time', async () => {
    const bench = await laterBench({ source: 'simulated', sampleRateHz: 20_000 });
    try {
      await bench.device.switchOn();
      expect(await bench.hello(1)).toMatchObject({ clock: 'unset' });
      await bench.command({ command: 'interval', milliseconds: 100 });
      await bench.command({ command: 'thresholds', change: 0 });
      expect(bench.broker.samples()).toEqual([]);
      const unixMs = Date.UTC(2026, 5, 1);
      await bench.command({ command: 'time', unixMs });
      const samples = await waitFor(
        'frames',
        async () => bench.broker.samples().length > 20 && bench.broker.samples(),
      );
      const times = samples.map(({ timeMs }) => timeMs);
      expect(times[0]).toBeGreaterThanOrEqual(unixMs);
      expect(times.slice(1).every((timeMs, i) => timeMs >= times[i]! + WINDOW_MS)).toBe(true);
      expect(new Set(samples.map(({ numbers }) => numbers.get(SIGNALS.rms))).size).toBeGreaterThan(1);
      expect(bench.device.complaints).toBe('');
    } finally {
      await bench.takeDown();
    }
  });

  it('goes on trying with a wrong password, and says nothing', async () => {
    const bench = await laterBench({ password: 'wrong' });
    try {
      await bench.device.switchOn();
      await waitFor('three refused attempts', async () => bench.broker.refused >= 3);
      expect(bench.broker.received).toEqual([]);
      expect(bench.device.complaints).toBe('');
    } finally {
      await bench.takeDown();
    }
  });

  it('keeps silent without a sound provisioning block', async () => {
    const bench = await laterBench({ tenant: 'a/b' });
    try {
      await bench.device.switchOn();
      await waitFor('the light', async () => bench.device.complaints.includes('light on'));
      expect(bench.broker.connections).toBe(0);
    } finally {
      await bench.takeDown();
    }
  });
});
