import { execFileSync } from 'node:child_process';
import { seededRandom } from '@fettle/kernel';
import { buildDriver, has, temporaryFolder } from './support/build';

const compiler = has('gcc');
if (!compiler) console.warn('SKIPPED: the stores of the firmware; gcc is not there');
const folder = temporaryFolder();
let program = '';
beforeAll(async () => {
  const sources = ['store/outbox.c', 'store/results.c', 'store/settings.c', 'frame/crc16.c'];
  if (compiler) program = await buildDriver('stores-driver', sources, folder.path);
}, 60_000);
afterAll(() => folder.remove());

/** What the stores say to a script. */
function play(steps: readonly string[]): string[] {
  const input = [...steps, ''].join('\n');
  return execFileSync(program, { input, maxBuffer: 2 ** 28 })
    .toString('latin1')
    .trimEnd()
    .split('\n');
}

/** Sectors of an outbox's block: what windows of 1,024 samples need, and those of 2,048. */
const BLOCKS = [1, 2] as const;
const newDevice = (bytes: number, sectors: number): string[] => [
  `wipe ${bytes}`,
  `blocks ${sectors}`,
  'start',
];
/** Erased, as flash comes; of zeros, as an emulator's file does; of anything. */
const NEW_DEVICES = [255, 0, 165] as const;
const message = (i: number, size: number): string =>
  Buffer.from(Array.from({ length: size }, (_, at) => (i * 31 + at * 7) & 255)).toString('hex');
const payloads = (line: string): string[] =>
  line
    .split(' ')
    .slice(2)
    .map((entry) => entry.split(':')[1]!);
const droppedOf = (line: string): number => Number(line.split(' ')[1]);

interface Told {
  readonly i: number;
  readonly hex: string;
}

(compiler ? describe : describe.skip)("the firmware's stores", () => {
  it('an outbox gives what was added, oldest first, until it is acknowledged, over any number of starts', () => {
    for (const bytes of NEW_DEVICES) {
      const lines = play([
        ...[
          `wipe ${bytes}`,
          'add 1 0102030405',
          'add 2 aa',
          'add 3 ',
          'list',
          'start',
          'list',
          'ack 2',
          'list',
        ],
        ...['start', 'list', 'add 1 77', 'ack 1', 'ack 3', 'start', 'list'],
      ]);
      expect(lines.filter((line) => line.startsWith('dropped'))).toEqual([
        'dropped 0 1:0102030405 2:aa 3:',
        'dropped 0 1:0102030405 2:aa 3:',
        'dropped 0 1:0102030405 3:',
        'dropped 0 1:0102030405 3:',
        'dropped 0 4:77',
      ]);
    }
  });

  it.each(BLOCKS)(
    'an outbox that is full loses its oldest, counts them, and goes round for ever: blocks of %d',
    (sectors) => {
      const rounds = 60 * sectors;
      const adds = Array.from({ length: rounds }, (_, i) => `add 1 ${message(i, 900)}`);
      const lines = play([...newDevice(255, sectors), ...adds.flatMap((add) => [add, 'list'])]).filter(
        (line) => line.startsWith('dropped'),
      );
      lines.forEach((line, i) => {
        const kept = payloads(line);
        expect(droppedOf(line) + kept.length).toBe(i + 1);
        expect(kept).toEqual(
          Array.from({ length: kept.length }, (_, k) => message(i + 1 - kept.length + k, 900)),
        );
      });
      expect(payloads(lines.at(-1)!).length).toBeGreaterThanOrEqual(12);
      const most = 4_096 * sectors - 32;
      const longest = [`add 3 ${message(1, most)}`, `add 3 ${message(1, most + 1)}`];
      expect(play([...newDevice(255, sectors), ...longest])).toEqual(['added', 'not added']);
    },
  );

  it('a block of another size is not taken for one of its own', () => {
    const left = [...newDevice(255, 1), 'add 1 01', 'blocks 2', 'start', 'list', 'add 1 02', 'start', 'list'];
    expect(play(left).filter((line) => line.startsWith('dropped'))).toEqual(['dropped 0', 'dropped 0 1:02']);
  });

  /** One life of an outbox with a power cut after that many words, from its script to what must hold at its end. */
  function life(
    words: number,
    seed: number,
    sectors: number,
  ): { steps: string[]; check: (lines: string[]) => void } {
    const random = seededRandom(seed);
    const steps = newDevice(NEW_DEVICES[seed % 3]!, sectors);
    const sent = new Map<number, Told>();
    const acknowledged = new Set<number>();
    for (let i = 1; i <= 14; i++) {
      if (i === 5) steps.push(`cut ${words}`);
      const hex = message(i, 1 + random.below(700 * sectors));
      sent.set(i, { i, hex });
      steps.push(`add 1 ${hex}`);
      if (i > 2 && random.below(2) === 0) {
        acknowledged.add(i - 2);
        steps.push(`ack ${i - 2}`);
      }
    }
    steps.push('start', 'list', 'add 2 feed', 'start', 'list');
    const check = (lines: string[]): void => {
      const [first, second] = lines.filter((line) => line.startsWith('dropped')) as [string, string];
      const added = lines.slice(0, 14).map((line) => line === 'added');
      const whole = [...sent.values()].filter(({ i }) => added[i - 1]).map(({ hex }) => hex);
      const kept = payloads(first);
      // In order, each as it was added; what was added whole is missing only where it was acknowledged.
      const places = kept.map((hex) => [...sent.values()].findIndex((told) => told.hex === hex));
      expect(places.every((place, i) => place >= 0 && (i === 0 || place > places[i - 1]!))).toBe(true);
      const missing = whole.filter((hex, at) => !kept.includes(hex) && !acknowledged.has(at + 1));
      expect(missing).toEqual([]);
      expect(payloads(second)).toEqual([...kept, 'feed']);
    };
    return { steps, check };
  }

  it.each(BLOCKS)(
    'a power cut at any word costs at most the message that was being added, and no later one: blocks of %d',
    (sectors) => {
      const lives = Array.from({ length: 420 }, (_, i) => life(1 + i * 2 * sectors, i, sectors));
      const lines = play(lives.flatMap(({ steps }) => steps));
      const perLife = 14 + 3;
      expect(lines).toHaveLength(lives.length * perLife);
      lives.forEach(({ check }, i) => check(lines.slice(i * perLife, (i + 1) * perLife)));
      expect(lines.filter((line) => line === 'not added').length).toBeGreaterThan(lives.length);
    },
  );

  it('settings are those saved last, or, after a cut, those before', () => {
    const saves = Array.from({ length: 200 }, (_, i) => i + 1);
    const calm = NEW_DEVICES.flatMap((bytes) =>
      play([`wipe ${bytes}`, 'boot', ...saves.flatMap((i) => [`save ${i}`, 'start', 'boot'])]),
    );
    const expected = ['boot 0', ...saves.flatMap((i) => ['saved', `boot ${i}`])];
    expect(calm).toEqual(NEW_DEVICES.flatMap(() => expected));
    // Where the sector is full, and the other one takes over.
    const cuts = [71, 72, 73, 74, 75].flatMap((before) =>
      Array.from({ length: 33 }, (_, i) => ({ before, words: i + 1 })),
    );
    const steps = cuts.flatMap(({ before, words }) => [
      ...['wipe 255', ...saves.slice(0, before).map((i) => `save ${i}`)],
      ...[`cut ${words}`, `save ${before + 1}`, 'start', 'boot', `save ${before + 2}`, 'start', 'boot'],
    ]);
    let lines = play(steps);
    for (const { before } of cuts) {
      const [saved, boot, ...after] = lines.slice(before, before + 4);
      expect([`boot ${before}`, `boot ${before + 1}`]).toContain(boot);
      if (saved === 'saved') expect(boot).toBe(`boot ${before + 1}`);
      expect(after).toEqual(['saved', `boot ${before + 2}`]);
      lines = lines.slice(before + 4);
    }
    expect(lines).toEqual([]);
  });

  it('results survive a reset at any moment: whole, in order, or not at all; none that a frame carries', () => {
    const steps: string[] = [];
    for (let seed = 0; seed < 400; seed++) {
      steps.push(`wipe 255`, `begin ${1 + (seed % 40)}`, 'result 10', 'result 20', 'result 30');
      if (seed % 3 === 1) steps.push('send 2');
      steps.push('mark', 'result 40', `tear ${seed}`, 'start', 'results', 'result 50', 'results');
    }
    const lines = play(steps).filter((line) => line.startsWith('results'));
    for (let seed = 0; seed < 400; seed++) {
      const [first, second] = lines.slice(2 * seed, 2 * seed + 2) as [string, string];
      const before = seed % 3 === 1 ? 'results 30' : 'results 10 20 30';
      expect([before, `${before} 40`]).toContain(first);
      expect(second).toBe(`${first} 50`);
    }
    expect(new Set(lines).size).toBe(8);
  });

  it('results of a device that was without power begin anew; a ring that is full says so', () => {
    const many = Array.from({ length: 200 }, (_, i) => `result ${i}`);
    const lines = play(['wipe 165', 'results', 'begin 4', ...many, 'results', 'start', 'results']);
    expect(lines[0]).toBe('results');
    expect(lines.filter((line) => line === 'kept')).toHaveLength(64);
    expect(lines.at(-1)).toBe(`results ${Array.from({ length: 64 }, (_, i) => i).join(' ')}`);
  });
});
