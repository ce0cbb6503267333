import { AppError, HOUR_MS } from '@fettle/kernel';
import { AssetHistory, decodeHistory, encodeHistory, takeCompleteHours } from '..';

const at = (hour: number): number => hour * HOUR_MS;

describe('AssetHistory', () => {
  it('counts an hour of a device once, however often it comes', () => {
    const history = new AssetHistory(['x']);
    expect(history.record('d', at(100), [['x', 2]])).toBe('recorded');
    expect(history.record('d', at(100), [['x', 9]])).toBe('HISTORY.ALREADY_SEEN');
    expect(history.view(100).mean('x')!.at(-1)).toBe(2);
  });

  it('keeps the mean of several devices', () => {
    const history = new AssetHistory(['x']);
    history.record('a', at(100), [['x', 2]]);
    history.record('b', at(100), [['x', 4]]);
    expect(history.view(100).mean('x')!.at(-1)).toBe(3);
    expect(history.hourMean('x', 100)).toBe(3);
  });

  it('keeps hours for a week, six-hour means for two months, and nothing beyond', () => {
    const history = new AssetHistory(['x']);
    for (let hour = 0; hour < 4000; hour++) history.record('d', at(hour), [['x', hour]]);
    const view = history.view(3999);
    const mean = view.mean('x')!;
    expect(mean.at(-1)).toBe(3999);
    expect(mean.length).toBe(240 + 172);
    expect(view.hours('x')!.slice(0, 240)).toEqual(new Float64Array(240).fill(6));
    view.days.forEach((day, k) => expect(mean[k]).toBeCloseTo(3999.5 + day * 24, 6));
  });

  it('says an hour is too old once its bin is gone', () => {
    const history = new AssetHistory(['x']);
    history.record('a', at(10_000), [['x', 1]]);
    expect(history.record('b', at(8_000), [['x', 1]])).toBe('HISTORY.TOO_OLD');
    expect(history.record('c', at(9_000), [['x', 1]])).toBe('recorded');
  });

  it('waits for a lagging device for a day, then no longer', () => {
    const history = new AssetHistory(['x']);
    history.record('a', at(100), []);
    history.record('b', at(100), []);
    expect(takeCompleteHours(history).at(-1)).toBe(100);
    for (let hour = 101; hour <= 124; hour++) history.record('a', at(hour), []);
    expect(takeCompleteHours(history)).toEqual([]);
    history.record('a', at(125), []);
    expect(takeCompleteHours(history).at(-1)).toBe(125);
  });

  it('never gives an hour twice, even when a new device begins behind', () => {
    const history = new AssetHistory(['x']);
    history.record('a', at(100), []);
    expect(takeCompleteHours(history).at(-1)).toBe(100);
    history.record('b', at(90), []);
    expect(takeCompleteHours(history)).toEqual([]);
    history.record('a', at(101), []);
    history.record('b', at(101), []);
    expect(takeCompleteHours(history)).toEqual([101]);
  });

  it('drops signals nobody asks for any more and begins new ones empty', () => {
    const history = new AssetHistory(['old', 'x']);
    history.record('d', at(5), [
      ['old', 1],
      ['x', 2],
    ]);
    const restored = decodeHistory(['new', 'x'], encodeHistory(history));
    expect(restored.view(5).mean('x')!.at(-1)).toBe(2);
    expect(restored.view(5).mean('new')!.at(-1)).toBeNaN();
    expect(restored.view(5).mean('old')).toBeUndefined();
  });

  it('refuses bytes of another version by code', () => {
    expect(() => decodeHistory([], new Uint8Array([9, 0, 0, 0, 0]))).toThrow(AppError);
  });
});
