import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { buildDriver, has, temporaryFolder } from './support/build';

const compiler = has('gcc');
if (!compiler) console.warn('SKIPPED: the JSON reader of the firmware; gcc is not there');
const folder = temporaryFolder();
let program = '';
beforeAll(async () => {
  const sources = ['json/json-read.c', 'json/json-write.c'];
  if (compiler) program = await buildDriver('json-driver', sources, folder.path);
}, 60_000);
afterAll(() => folder.remove());

function read(texts: readonly Uint8Array[]): string[] {
  const lengths = texts.map((text) => Buffer.from(Uint32Array.of(text.length).buffer));
  const input = Buffer.concat(texts.flatMap((text, i) => [lengths[i]!, text]));
  return execFileSync(program, { input, maxBuffer: 2 ** 28 })
    .toString('latin1')
    .split('\n')
    .slice(0, -1);
}

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const one = (text: string): string => read([bytes(text)])[0]!.split('\t')[0]!;
const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 12 });
const member = fc.oneof(
  ascii,
  fc.integer(),
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  fc.boolean(),
  fc.constant(null),
);
const flat = fc.dictionary(fc.oneof(fc.constantFrom('id', 'value'), ascii), member, { maxKeys: 6 });

/** What RFC 8259 and the reader's own limits say of a text. */
function isFlatObject(text: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((item) => typeof item !== 'object' || item === null);
}

(compiler ? describe : describe.skip)("the firmware's JSON", () => {
  it('finds members, whatever stands around them', () => {
    expect(one('{"id":"a","value":1}')).toBe('yes "a" 1000000');
    expect(one(' {\t"x" : null , "value" :-0.25e1,"y":"}{" , "id":"\\u00e9\\"" }\n')).toBe(
      'yes "\\u00e9\\"" -2500000',
    );
    expect(one('{}')).toBe('yes - -');
    expect(one('{"value":true,"id":7,"id":"last"}')).toBe('yes "last" other');
    expect(one('{"value":1764300000123}')).toBe('yes - 1764300000123000000');
    expect(one('{"value":0.0000009}')).toBe('yes - 0');
    expect(one('{"value":0.10000000000000000000000000000001}')).toBe('yes - 100000');
    expect(one('{"value":100000000000000000000e-15}')).toBe('yes - 100000000000');
  });

  it('refuses what is not a flat object, and numbers that do not fit', () => {
    const texts = [
      '',
      '{',
      '[]',
      '{"a":}',
      '{"a":1,}',
      '{a:1}',
      '{"a":[1]}',
      '{"a":{}}',
      '{"a":01}',
      '{"a":1.}',
    ];
    const more = [
      '{"a":"\\x"}',
      '{"a":"\\u12g4"}',
      '{"a":"\x01"}',
      '{"a":nul}',
      '{"a":1}x',
      '{"value":1e13}',
    ];
    for (const text of [...texts, ...more, '{"a":"é"}', '{"value":-9223372036855}'])
      expect([text, one(text)]).toEqual([text, 'no']);
  });

  it('agrees with another reader on every object, and writes texts as it read them', () => {
    const objects = fc.sample(flat, { numRuns: 1_500, seed: 3 });
    read(objects.map((object) => bytes(JSON.stringify(object)))).forEach((line, i) => {
      const { id, value } = objects[i]! as Record<string, unknown>;
      const word = (given: unknown): string =>
        given === undefined ? '-' : typeof given === 'string' ? JSON.stringify(given) : 'else';
      const [found, again] = line.split('\t') as [string, string];
      expect(found.startsWith('yes')).toBe(true);
      if (typeof id === 'string') {
        expect(found.startsWith(`yes ${word(id)}`)).toBe(true);
        if (again !== '') expect((JSON.parse(again) as { id: string }).id).toBe(id);
      }
      if (typeof value === 'number') {
        const millionths = Number(found.split(' ').at(-1));
        expect(Math.abs(millionths / 1e6 - value)).toBeLessThanOrEqual(1e-6 + Math.abs(value) * 1e-15);
      }
    });
  });

  it('survives any bytes, and takes none that another reader would not', () => {
    const texts = fc.sample(flat, { numRuns: 1_500, seed: 4 }).map((object) => JSON.stringify(object));
    const damage = fc.sample(fc.tuple(fc.nat(), fc.integer({ min: 32, max: 126 }), fc.nat(2)), {
      numRuns: 1_500,
      seed: 5,
    });
    const mutated = texts.map((text, i) => {
      const [place, code, kind] = damage[i]!;
      const at = place % (text.length + 1);
      return (
        text.slice(0, at) +
        (kind === 1 ? '' : String.fromCharCode(code)) +
        text.slice(at + (kind === 0 ? 0 : 1))
      );
    });
    read(mutated.map(bytes)).forEach((line, i) => {
      if (line !== 'no') expect([mutated[i], isFlatObject(mutated[i]!)]).toEqual([mutated[i], true]);
    });
    const noise = fc.sample(fc.uint8Array({ maxLength: 80 }), { numRuns: 1_500, seed: 6 });
    expect(read(noise)).toHaveLength(noise.length);
    const cut = texts.flatMap((text) => [bytes(text.slice(0, -1)), bytes(text.slice(0, text.length >> 1))]);
    expect(read(cut).every((line) => line === 'no')).toBe(true);
  });
});
