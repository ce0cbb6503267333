import { fleetHeadline } from './headline';

const none = { critical: 0, warning: 0, watch: 0, healthy: 0, learning: 0 };

describe('the fleet in one line', () => {
  it('names the most urgent first and always', () => {
    expect(fleetHeadline({ ...none, critical: 2, warning: 3, watch: 9 })).toBe(
      '2 machines need a wrench this week, 3 more soon',
    );
    expect(fleetHeadline({ ...none, critical: 1 })).toBe('1 machine needs a wrench this week');
  });
  it('does not call a fleet healthy that it knows nothing of', () => {
    expect(fleetHeadline({ ...none, learning: 4 })).not.toContain('Nothing needs');
    expect(fleetHeadline(none)).toBe('No machines yet');
  });
});
