import { URGENCIES, urgencyOf } from './forecasts';

describe('urgency', () => {
  it('is learning while there are no probabilities', () => {
    expect(urgencyOf({ p7d: null, p30d: null })).toBe('learning');
  });

  it('rises with the chance of failure and never falls', () => {
    const ranks = [0, 0.05, 0.1, 0.3, 0.5, 0.9, 1].map((p) =>
      URGENCIES.indexOf(urgencyOf({ p7d: p, p30d: p })),
    );
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
    expect(ranks[0]).toBe(URGENCIES.indexOf('healthy'));
    expect(ranks.at(-1)).toBe(URGENCIES.indexOf('critical'));
  });

  it('takes the nearer horizon before the farther one', () => {
    expect(urgencyOf({ p7d: 0.5, p30d: 0.99 })).toBe('critical');
    expect(urgencyOf({ p7d: 0.01, p30d: 0.99 })).toBe('warning');
    expect(urgencyOf({ p7d: 0.01, p30d: 0.2 })).toBe('watch');
  });
});
