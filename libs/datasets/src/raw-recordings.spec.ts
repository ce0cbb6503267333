import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readCwru } from './cwru/cwru';
import { readImsSnapshots } from './ims-raw/ims-raw';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'fettle-recordings-'))));
afterEach(() => rmSync(dir, { recursive: true }));

function put(path: string, content: Uint8Array | string): void {
  const file = join(dir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, path.endsWith('.gz') ? gzipSync(content) : content);
}

const samples = (...values: number[]): Uint8Array => new Uint8Array(Int16Array.from(values).buffer);
const malformed = (part: string) => ({
  code: 'DATA.MALFORMED',
  message: expect.stringContaining(part) as string,
});
const row = { samples: 2, scale_g_per_lsb: 0.0002, rpm: 1772, sample_rate_hz: 12000 };

describe('raw snapshots of IMS', () => {
  it('are four channels apart, oldest first, plain or gzipped', async () => {
    put('ims_bearing/raw/2004.02.19.06.22.39.i16', samples(9, 8, 7, 6));
    put('ims_bearing/raw/2004.02.12.10.32.39.i16.gz', samples(1, 2, 3, 4, -1, -2, -3, -32768));
    const snapshots = await readImsSnapshots(dir);
    expect(snapshots.map(({ atMs }) => new Date(atMs).toISOString())).toEqual([
      '2004-02-12T10:32:39.000Z',
      '2004-02-19T06:22:39.000Z',
    ]);
    expect(snapshots[0]!.channels.map((channel) => [...channel])).toEqual([
      [1, -1],
      [2, -2],
      [3, -3],
      [4, -32768],
    ]);
  });

  it.each([
    ['a name that is no time', '2004.02.31x.i16', samples(1, 2, 3, 4), 'no time'],
    ['half a sample', '2004.02.12.10.32.39.i16', Uint8Array.of(1, 2, 3), '3 bytes'],
    ['nothing', '2004.02.12.10.32.39.i16', new Uint8Array(), '0 bytes'],
    ['three channels', '2004.02.12.10.32.39.i16', samples(1, 2, 3), 'no four channels'],
  ])('%s is refused with the path', async (_, name, content, part) => {
    put(`ims_bearing/raw/${name}`, content);
    await expect(readImsSnapshots(dir)).rejects.toMatchObject(malformed(part));
    await expect(readImsSnapshots(dir)).rejects.toMatchObject(malformed(dir));
  });

  it('what is no gzip, and no folder, are refused by code', async () => {
    await expect(readImsSnapshots(dir)).rejects.toMatchObject({ code: 'DATA.MISSING' });
    mkdirSync(join(dir, 'ims_bearing/raw'), { recursive: true });
    writeFileSync(join(dir, 'ims_bearing/raw/2004.02.12.10.32.39.i16.gz'), 'plain');
    await expect(readImsSnapshots(dir)).rejects.toMatchObject(malformed('gzip'));
  });
});

describe('recordings of CWRU', () => {
  it('are told by their names, with scale and speed from the index', async () => {
    put('cwru/index.json', JSON.stringify({ normal_0hp: row, or_021_3hp: { ...row, rpm: 1730 } }));
    put('cwru/normal_0hp.i16.gz', samples(1, -1));
    put('cwru/or_021_3hp.i16', samples(3, 4));
    const [normal, outer] = await readCwru(dir);
    expect(normal).toMatchObject({ fault: 'normal', load: 0, diameter: 0, scale: 0.0002 });
    expect(outer).toMatchObject({ fault: 'outer-race', load: 3, diameter: 21, rpm: 1730 });
    expect([...outer!.samples]).toEqual([3, 4]);
  });

  it.each([
    ['no JSON', '{', 'JSON'],
    ['a list', '[]', 'no index'],
    ['a row without a speed', JSON.stringify({ normal_0hp: { ...row, rpm: 0 } }), 'rpm'],
    ['a row that is nothing', JSON.stringify({ normal_0hp: null }), 'normal_0hp'],
    ['a name that says no fault', JSON.stringify({ cage_007_0hp: row }), 'cage_007_0hp'],
    ['a fault without a diameter', JSON.stringify({ ir_0hp: row }), 'ir_0hp'],
    ['another number of samples', JSON.stringify({ normal_0hp: { ...row, samples: 3 } }), '2 samples'],
  ])('%s is refused', async (_, index, part) => {
    put('cwru/index.json', index);
    for (const name of ['normal_0hp', 'cage_007_0hp', 'ir_0hp']) put(`cwru/${name}.i16`, samples(1, 2));
    await expect(readCwru(dir)).rejects.toMatchObject(malformed(part));
  });

  it('a recording that is not there is DATA.MISSING', async () => {
    put('cwru/index.json', JSON.stringify({ normal_0hp: row }));
    await expect(readCwru(dir)).rejects.toMatchObject({ code: 'DATA.MISSING' });
  });
});
