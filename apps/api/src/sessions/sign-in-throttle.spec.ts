import { SignInThrottle } from './sign-in-throttle';

const LIMITS = { windowMs: 1_000, perPair: 3, perAddress: 5, perAccount: 8 };

describe('sign-in throttle', () => {
  const fail = (throttle: SignInThrottle, times: number, account: string, address: string): void => {
    for (let i = 0; i < times; i++) throttle.failed(account, address, 0);
  };

  it('stops one address guessing at one account, and lets the account in from elsewhere', () => {
    const throttle = new SignInThrottle(LIMITS);
    fail(throttle, 3, 'ada', '1.1.1.1');
    expect(throttle.waitMs('ada', '1.1.1.1', 400)).toBe(600);
    expect(throttle.waitMs('ada', '2.2.2.2', 400)).toBe(0);
    expect(throttle.waitMs('ada', '1.1.1.1', 1_000)).toBe(0);
  });

  it('stops one address guessing at many accounts', () => {
    const throttle = new SignInThrottle(LIMITS);
    for (let i = 0; i < 5; i++) throttle.failed(`user ${i}`, '1.1.1.1', 0);
    expect(throttle.waitMs('user 9', '1.1.1.1', 0)).toBe(1_000);
  });

  it('stops many addresses guessing at one account', () => {
    const throttle = new SignInThrottle(LIMITS);
    for (let i = 0; i < 8; i++) throttle.failed('ada', `1.1.1.${i}`, 0);
    expect(throttle.waitMs('ada', '9.9.9.9', 0)).toBe(1_000);
  });

  it('a success forgives the pair, not the address', () => {
    const throttle = new SignInThrottle(LIMITS);
    fail(throttle, 3, 'ada', '1.1.1.1');
    throttle.succeeded('ada', '1.1.1.1');
    expect(throttle.waitMs('ada', '1.1.1.1', 0)).toBe(0);
    fail(throttle, 2, 'bob', '1.1.1.1');
    expect(throttle.waitMs('eve', '1.1.1.1', 0)).toBe(1_000);
  });
});
