import { channelBlocks, channelMagnitudes } from './channel-blocks.c99';

describe('blocks of channels', () => {
  it('have the taps of four channels beside each other', () => {
    const weights = Int8Array.from({ length: 2 * 8 }, (_, at) => Math.floor(at / 8) * 10 + (at % 8));
    expect([...channelBlocks(weights, 8)!]).toEqual([
      ...[0, 1, 2, 3, 10, 11, 12, 13],
      ...[4, 5, 6, 7, 14, 15, 16, 17],
    ]);
  });

  it('do not exist for channels that do not come in fours', () => {
    expect(channelBlocks(new Int8Array(12), 6)).toBeUndefined();
  });

  it('know the sizes of weights by channel', () => {
    expect(channelMagnitudes(new Int8Array([1, -128, 2, 127]), 2)).toEqual([3, 255]);
  });
});
