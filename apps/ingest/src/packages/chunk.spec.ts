import { encodeChunk } from './chunk';

describe('chunk', () => {
  it('has the bytes that devices read', () => {
    const chunk = { packageId: '00112233445566778899aabbccddeeff', totalBytes: 0x01020304, offset: 0x400 };
    expect(encodeChunk({ ...chunk, data: Buffer.from('313233343536373839', 'hex') }).toString('hex')).toBe(
      '0101' +
        '00112233445566778899aabbccddeeff' +
        '04030201' +
        '00040000' +
        '0900' +
        '313233343536373839' +
        '883d',
    );
  });
});
