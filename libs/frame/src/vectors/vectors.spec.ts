import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeFrame, encodeFrame, MAX_FRAME_BYTES, REJECT_REASONS, type FrameInput } from '../index';
import { BAD_FRAMES } from './handmade';
import { fromHex, fromVectorFile, toHex, toVectorFile, type VectorFile } from './vector-files';
import { VECTOR_FRAMES } from './vector-frames';

const FOLDER = join(__dirname, '../../vectors');
const REJECTS = 'rejects.json';
/** FETTLE_UPDATE_VECTORS=1 writes the files anew (then run prettier on them); what changed is then for the reviewer of the commit to judge. */
const IS_UPDATE = process.env['FETTLE_UPDATE_VECTORS'] === '1';

const rejects = BAD_FRAMES.map(({ reason, shows, bytes }) => ({ reason, shows, hex: toHex(bytes) }));
const vectors = VECTOR_FRAMES.map((vector) => ({ vector, bytes: encodeFrame(vector.frame) }));

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function read(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

beforeAll(() => {
  if (!IS_UPDATE) return;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, REJECTS), json(rejects));
  for (const { vector, bytes } of vectors) {
    writeFileSync(join(FOLDER, `${vector.name}.json`), json(toVectorFile(vector, bytes)));
    writeFileSync(join(FOLDER, `${vector.name}.bin`), bytes);
  }
});

function meaning(frame: FrameInput): unknown {
  const { times, bootId, sequence, contentIdentity } = frame;
  const columns = frame.columns.map(({ signalId, kind, exponent, mantissas, states }) => {
    const given = Array.from(mantissas, (_, i) => states?.[i] ?? 0);
    return {
      signalId,
      kind,
      exponent,
      given,
      present: Array.from(mantissas).filter((_, i) => given[i] === 0),
    };
  });
  return { times: Array.from(times), bootId, sequence, contentIdentity, columns };
}

describe('golden vectors', () => {
  it.each(vectors.map((each) => [each.vector.name, each] as const))(
    '%s is what the encoder writes',
    (name, { vector, bytes }) => {
      expect(JSON.parse(read(`${name}.json`))).toEqual(toVectorFile(vector, bytes));
      expect(toHex(readFileSync(join(FOLDER, `${name}.bin`)))).toBe(toHex(bytes));
    },
  );

  it.each(vectors.map(({ vector }) => [vector.name] as const))('%s decodes to what its file says', (name) => {
    const file = JSON.parse(read(`${name}.json`)) as VectorFile;
    const result = decodeFrame(fromHex(file.hex));
    if (!result.ok) throw new Error(result.reason);
    expect(meaning(result.frame)).toEqual(meaning(fromVectorFile(file)));
  });

  it('no file is left over', () => {
    const expected = vectors.flatMap(({ vector }) => [`${vector.name}.bin`, `${vector.name}.json`]);
    expect(readdirSync(FOLDER).sort()).toEqual([...expected, REJECTS].sort());
  });
});

describe('bytes that are not a frame', () => {
  it.each(BAD_FRAMES.map((bad) => [bad.reason, bad.shows, bad.bytes] as const))(
    '%s: %s',
    (reason, _shows, bytes) => {
      expect(decodeFrame(bytes)).toEqual({ ok: false, reason });
    },
  );

  it('FRAME_TOO_LARGE: a byte more than the bound', () => {
    expect(decodeFrame(new Uint8Array(MAX_FRAME_BYTES + 1))).toEqual({
      ok: false,
      reason: 'FRAME_TOO_LARGE',
    });
  });

  it('every reason is one that occurs', () => {
    const shown = [...BAD_FRAMES.map(({ reason }) => reason), 'FRAME_TOO_LARGE'];
    expect(shown.sort()).toEqual([...REJECT_REASONS].sort());
  });

  it('the file of rejects is what it should be', () => {
    expect(JSON.parse(read(REJECTS))).toEqual(rejects);
  });
});
