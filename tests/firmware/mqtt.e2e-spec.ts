import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { buildDriver, has, temporaryFolder } from './support/build';

const compiler = has('gcc');
if (!compiler) console.warn('SKIPPED: the MQTT client of the firmware; gcc is not there');
const folder = temporaryFolder();
let program = '';
beforeAll(async () => {
  if (compiler) program = await buildDriver('mqtt-driver', ['net/mqtt.c', 'net/packet.c'], folder.path);
}, 60_000);
afterAll(() => folder.remove());

/** What the client says to a script, one line each. */
function play(...steps: readonly string[]): string[] {
  const input = ['new 1', ...steps, ''].join('\n');
  return execFileSync(program, { input, maxBuffer: 2 ** 28 })
    .toString('latin1')
    .trimEnd()
    .split('\n')
    .slice(1);
}

const hex = (...parts: readonly (string | number | readonly number[])[]): string =>
  parts
    .map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from([part].flat())))
    .map((part) => part.toString('hex'))
    .join('');
const text = (given: string): string => hex([given.length >> 8, given.length & 255], given);
const PREFIX = 'fettle/v1/t/d/';
const CONNECT = `out ${hex([0x10, 32])}${text('MQTT')}${hex([4, 0xc0, 0, 10])}${text('device')}${text('user')}${text('secret')}`;
const SUBSCRIBE = `out ${hex([0x82, 50, 255, 255])}${text(`${PREFIX}commands`)}01${text(`${PREFIX}models`)}01`;
const CONNACK = 'r 20020000';
const SUBACK = 'r 9004ffff0101';
const READY = ['t 0', CONNACK, SUBACK] as const;
const AFTER_READY = [CONNECT, SUBSCRIBE, 'connected'];
const DISCONNECT = 'out e000';
const published = (id: number, payload: string, dup = false): string =>
  `out ${hex([dup ? 0x3a : 0x32, 24 + payload.length])}${text(`${PREFIX}frames`)}${hex([id >> 8, id & 255], payload)}`;
const incoming = (leaf: string, id: number, payload: string): string => {
  const body = `${text(`${PREFIX}${leaf}`)}${hex([id >> 8, id & 255], payload)}`;
  const length = body.length / 2;
  return `r 32${hex(length < 128 ? [length] : [(length & 127) | 128, length >> 7])}${body}`;
};
const nextAfter = (line: string | undefined): number => Number(line?.split(' ').at(-1));

(compiler ? describe : describe.skip)("the firmware's MQTT client", () => {
  it('connects with its name and secret, subscribes to its own topics, and is ready', () => {
    expect(play(...READY)).toEqual(AFTER_READY);
  });

  it('takes packets in halves, byte by byte', () => {
    const bytewise = ['20', '02', '00', '00', '90', '04', 'ff', 'ff', '01', '01'].map((byte) => `r ${byte}`);
    expect(play('t 0', ...bytewise)).toEqual(AFTER_READY);
  });

  it('keeps at most four messages waiting, and takes acknowledgements in any order', () => {
    const five = [1, 2, 3, 4, 5].map((id) => `p ${id} 0 ${hex('x')}`);
    const lines = play(...READY, ...five, 'r 40020003', 'p 5 0 78', 'r 40020001');
    const four = [1, 2, 3, 4].map((id) => published(id, 'x'));
    expect(lines.slice(3)).toEqual([...four, 'full', 'acknowledged 3', published(5, 'x'), 'acknowledged 1']);
  });

  it('ends the connection when an acknowledgement is lost, and sends the same again as a duplicate', () => {
    const lines = play(
      ...READY,
      'p 7 0 61',
      't 999',
      't 1000',
      't 1100',
      CONNACK,
      SUBACK,
      'p 7 1 61',
      'r 40020007',
    );
    expect(lines.slice(3, 6)).toEqual([published(7, 'a'), DISCONNECT, expect.stringMatching(/^lost 2 /)]);
    expect(lines.slice(6)).toEqual([...AFTER_READY, published(7, 'a', true), 'acknowledged 7']);
  });

  it('hears an acknowledgement once, and none that it does not wait for', () => {
    expect(play(...READY, 'p 7 0 61', 'r 40020007', 'r 40020007', 'r 40020009').slice(4)).toEqual([
      'acknowledged 7',
    ]);
  });

  it('backs off twice as long each time, half of it by chance, up to a bound; a connection sets it back', () => {
    const steps: string[] = [];
    let at = 0;
    const pauses: number[] = [];
    for (let i = 0; i < 9; i++) {
      steps.push(`t ${at}`, `t ${at + 1_000}`);
      const pause = nextAfter(play(...steps).at(-1));
      pauses.push(pause);
      at += 1_000 + pause;
    }
    pauses.forEach((pause, i) => {
      const whole = Math.min(1_600, 100 * 2 ** i);
      expect(pause).toBeGreaterThanOrEqual(whole / 2);
      expect(pause).toBeLessThanOrEqual(whole);
    });
    const again = play(...steps, `t ${at}`, CONNACK, SUBACK, 'r 0000').at(-1);
    expect(nextAfter(again)).toBeLessThanOrEqual(100);
  });

  it('differs from others in its pauses', () => {
    const script = (seed: number): string[] => [
      `new ${seed}`,
      ...[0, 1_000, 3_000, 4_000, 9_000, 10_000].map((t) => `t ${t}`),
    ];
    const pausesOf = (seed: number): string =>
      play(...script(seed))
        .filter((line) => line.startsWith('lost'))
        .join();
    expect(new Set([1, 2, 3, 4, 5, 6, 7, 8].map(pausesOf)).size).toBeGreaterThan(6);
  });

  it('tells a refusal from silence, and tries again later', () => {
    expect(play('t 0', 'r 20020005').slice(1)).toEqual([expect.stringMatching(/^lost 3 /)]);
    expect(play('t 0', 't 1000').slice(1)).toEqual([expect.stringMatching(/^lost 1 /)]);
    expect(play('t 0', CONNACK, 'r 9004ffff0180').slice(2)).toEqual([
      DISCONNECT,
      expect.stringMatching(/^lost 3 /),
    ]);
  });

  it('says goodbye to nobody who never answered: the pipe may have got another end meanwhile', () => {
    const steps = ['t 0', 't 1000', 't 1100', 't 2100', 't 2300', 't 3300'];
    expect(play(...steps).filter((line) => line.startsWith('out e0'))).toEqual([]);
  });

  it('pings when it has nothing to say, and hangs up on who does not answer', () => {
    expect(play(...READY, 't 4999', 't 5000', 'r d000', 't 9999', 't 10000', 't 11000').slice(3)).toEqual([
      'out c000',
      'out c000',
      DISCONNECT,
      expect.stringMatching(/^lost 1 /),
    ]);
  });

  it('gives messages of its topics on, and acknowledges them after', () => {
    expect(play(...READY, incoming('commands', 9, 'do')).slice(3)).toEqual([
      `message commands ${hex('do')}`,
      'out 40020009',
    ]);
  });

  it('acknowledges a message that is too large without keeping it, and goes on', () => {
    const large = incoming('models', 5, 'x'.repeat(3_000));
    expect(play(...READY, large, incoming('commands', 6, 'y')).slice(3)).toEqual([
      'out 40020005',
      `message commands ${hex('y')}`,
      'out 40020006',
    ]);
  });

  it('hangs up on garbage, on packets out of turn and on lengths that do not end', () => {
    const garbage = [
      'r 00',
      'r f0',
      'r 20020000',
      'r 3402000000',
      'r 32ffffffff',
      'r 4003000100',
      'r 3202ffff',
    ];
    for (const bytes of garbage) {
      const tail = `${bytes}${'00'.repeat(8)}`;
      expect([bytes, ...play(...READY, tail).slice(3)]).toEqual([
        bytes,
        DISCONNECT,
        expect.stringMatching(/^lost 4 /),
      ]);
    }
  });

  it('ignores what still comes of a connection that it gave up', () => {
    const lines = play(...READY, 'p 7 0 61', 't 1000', 'r 40020007', incoming('commands', 9, 'do'));
    expect(lines.at(-1)).toMatch(/^lost 2 /);
  });

  it('notices a broken pipe at whatever byte, and begins a new connection with a whole packet', () => {
    for (let room = 0; room < 54; room++) {
      const lines = play(
        ...READY,
        `w ${room}`,
        'p 7 0 6162636465',
        'p 8 0 61',
        'w -1',
        't 200',
        CONNACK,
        SUBACK,
      );
      const broke = lines.findIndex((line) => line.startsWith('lost 5'));
      expect(broke).toBeGreaterThan(0);
      expect(lines.slice(-3)).toEqual(AFTER_READY);
    }
  });

  it('survives anything that a peer may send at any time', () => {
    const step = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 30 }).map((bytes) => `r ${hex(Array.from(bytes))}`),
      fc.constantFrom(
        CONNACK,
        SUBACK,
        'r d000',
        'r 40020001',
        incoming('commands', 3, 'x'),
        'p 1 0 61',
        'p 2 1 62',
        'w 3',
        'w -1',
      ),
      fc.nat(4_000).map((pass) => `+${pass}`),
    );
    const scripts = fc
      .sample(fc.array(step, { maxLength: 40 }), { numRuns: 800, seed: 11 })
      .map((steps, i) => {
        let now = 0;
        return [
          `new ${i + 1}`,
          't 0',
          ...(i % 2 === 0 ? [CONNACK, SUBACK] : []),
          ...steps.map((line) => (line.startsWith('+') ? `t ${(now += Number(line))}` : line)),
        ];
      });
    const lines = play(...scripts.flat());
    expect(lines.filter((line) => line === 'new')).toHaveLength(scripts.length);
    expect(lines.filter((line) => line === 'connected').length).toBeGreaterThanOrEqual(scripts.length / 2);
  });
});
