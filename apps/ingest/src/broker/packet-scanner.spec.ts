import * as fc from 'fast-check';
import { PacketScanner } from './packet-scanner';

function packet(bodyBytes: number): Buffer {
  const length: number[] = [];
  let rest = bodyBytes;
  do {
    const digit = rest % 128;
    rest = Math.floor(rest / 128);
    length.push(rest > 0 ? digit | 0x80 : digit);
  } while (rest > 0);
  return Buffer.concat([Buffer.from([0x30, ...length]), Buffer.alloc(bodyBytes, 0xff)]);
}

describe('packet scanner', () => {
  it('finds exactly the first packet over the limit, however the stream is cut', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 12 });
    const cuts = fc.array(fc.integer({ min: 1, max: 97 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sizes, cuts, fc.integer({ min: 1, max: 400 }), (bodies, steps, limit) => {
        const stream = Buffer.concat(bodies.map(packet));
        const scanner = new PacketScanner(limit);
        let found: number | null = null;
        for (let at = 0, i = 0; at < stream.length && found === null; i++) {
          const step = steps[i % steps.length]!;
          found = scanner.oversize(stream.subarray(at, at + step));
          at += step;
        }
        const tooLarge = bodies.some((size) => size > limit);
        expect(found !== null).toBe(tooLarge);
        if (found !== null) expect(found).toBeGreaterThan(limit);
      }),
    );
  });

  it('says so before the body has arrived', () => {
    expect(new PacketScanner(1_000).oversize(packet(1_000_000).subarray(0, 4))).toBeGreaterThan(1_000);
  });

  it('a length of more than four bytes is malformed', () => {
    expect(new PacketScanner(300_000_000).oversize(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80]))).toBe(
      Infinity,
    );
  });
});
