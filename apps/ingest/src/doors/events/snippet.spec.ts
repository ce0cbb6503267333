import * as fc from 'fast-check';
import { snippetBytes } from '../../spec-builders/snippet-bytes';
import { decodeSnippet, type Snippet } from './snippet';

const sample = fc.integer({ min: -32_768, max: 32_767 });

describe('raw snippets', () => {
  it('what a device writes is read as it was', () => {
    const input = fc.record({
      timeMs: fc.integer({ min: 0, max: 2 ** 45 }),
      channel: fc.integer({ min: 0, max: 65_535 }),
      bootId: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      sequence: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      samples: fc.array(sample, { minLength: 1, maxLength: 100 }),
    });
    fc.assert(
      fc.property(input, (given) => {
        const snippet = decodeSnippet(snippetBytes(given)) as Snippet;
        const { samples, ...rest } = given;
        expect(snippet).toMatchObject({ ...rest, sampleRateHz: 20_480, unitsPerStep: 0.5 });
        const bytes = Buffer.from(snippet.samples);
        expect(samples.map((_, i) => bytes.readInt16LE(2 * i))).toEqual(samples);
      }),
    );
  });

  it('8192 samples are taken, one more is not', () => {
    const of = (count: number): Snippet | string =>
      decodeSnippet(snippetBytes({ timeMs: 1, samples: new Array<number>(count).fill(5) }));
    expect(typeof of(8_192)).toBe('object');
    expect(of(8_193)).toMatch('8193 samples');
    expect(of(0)).toMatch('0 samples');
  });

  it('one wrong bit anywhere is noticed', () => {
    const good = snippetBytes({ timeMs: 1_700_000_000_000 });
    for (let bit = 0; bit < good.length * 8; bit++) {
      const bad = Buffer.from(good);
      bad[bit >> 3]! ^= 1 << (bit & 7);
      expect(typeof decodeSnippet(bad)).toBe('string');
    }
  });

  it('no bytes make it throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void decodeSnippet(bytes)));
  });

  it('a rate that is none is refused', () => {
    for (const sampleRateHz of [0, -1, Number.NaN, Infinity]) {
      expect(decodeSnippet(snippetBytes({ timeMs: 1, sampleRateHz }))).toMatch('Hz');
    }
    expect(decodeSnippet(snippetBytes({ timeMs: 1, unitsPerStep: Number.NaN }))).toMatch('scale');
  });
});
