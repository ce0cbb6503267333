import { LoginThrottle } from './login-throttle';

describe('login throttle', () => {
  it('an address that keeps failing is shut out, others are not, and it may come back', () => {
    const throttle = new LoginThrottle();
    for (let i = 0; i < 31; i++) throttle.failed('10.0.0.1', 0);
    expect(throttle.allows('10.0.0.1', 0)).toBe(false);
    expect(throttle.allows('10.0.0.2', 0)).toBe(true);
    expect(throttle.allows('10.0.0.1', 2_000)).toBe(true);
  });

  it('remembers a bounded number of addresses, the latest ones', () => {
    const throttle = new LoginThrottle();
    for (let i = 0; i < 31; i++) throttle.failed('first', 0);
    for (let i = 0; i < 10_000; i++) throttle.failed(`other-${i}`, 0);
    expect(throttle.allows('first', 0)).toBe(true);
  });
});
