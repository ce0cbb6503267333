import {
  AppError,
  errorCode,
  isUuid,
  ManualClock,
  parseDeviceKey,
  deviceKey,
  seededRandom,
  uuidv7,
} from './index';

describe('ids', () => {
  it('sort by the time they were made', () => {
    const ids = [1, 2, 1_700_000_000_000, 1_700_000_000_001].map(uuidv7);
    expect([...ids].sort()).toEqual(ids);
    expect(ids.every(isUuid)).toBe(true);
    expect(ids[2]![14]).toBe('7');
  });

  it('device keys round-trip and malformed ones are refused by code', () => {
    const tenantId = uuidv7(1);
    const deviceId = uuidv7(2);
    expect(parseDeviceKey(deviceKey(tenantId, deviceId))).toEqual({ tenantId, deviceId });
    expect(() => parseDeviceKey('a/b')).toThrow(expect.objectContaining({ code: 'KEY.MALFORMED' }));
  });
});

describe('random', () => {
  it('repeats by seed and differs between seeds', () => {
    const draw = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed).next);
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('a fork does not move its parent', () => {
    const a = seededRandom(1);
    const b = seededRandom(1);
    a.fork('x').next();
    expect(a.next()).toBe(b.next());
  });

  it('normal draws have mean 0 and variance 1', () => {
    const random = seededRandom(3);
    const draws = Array.from({ length: 20_000 }, () => random.normal());
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });
});

describe('errors and time', () => {
  it('a code survives, anything else is INTERNAL.UNEXPECTED', () => {
    expect(errorCode(new AppError('A.B', 'x'))).toBe('A.B');
    expect(errorCode('x')).toBe('INTERNAL.UNEXPECTED');
  });

  it('a manual clock moves only when told to', () => {
    const clock = new ManualClock(5);
    clock.advance(2);
    expect(clock.nowMs()).toBe(7);
  });
});
