import fc from 'fast-check';
import { encodePublish, readPackets } from './mqtt-packets';

describe('packets of the load generator', () => {
  it('a stream cut anywhere gives the same acknowledgements', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 65_535 }), { maxLength: 20 }),
        fc.nat(80),
        (ids, cut) => {
          const stream = Buffer.concat(ids.map((id) => Buffer.from([0x40, 2, id >> 8, id & 0xff])));
          const seen: number[] = [];
          const handlers = { connack: () => undefined, puback: (id: number) => void seen.push(id) };
          const at = Math.min(cut, stream.length);
          const rest = readPackets(stream.subarray(0, at), handlers);
          readPackets(Buffer.concat([rest, stream.subarray(at)]), handlers);
          expect(seen).toEqual(ids);
        },
      ),
    );
  });

  it('a long payload has a length of several digits', () => {
    const bytes = encodePublish('t', 1, new Uint8Array(300));
    expect([...bytes.subarray(0, 3)]).toEqual([0x32, 0x80 | ((300 + 5) % 128), Math.floor((300 + 5) / 128)]);
  });
});
