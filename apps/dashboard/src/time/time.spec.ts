import { axisTime, dayMonth, daySpan, fullTime, hourMinute, zoneName } from './calendar';
import { longDuration, relativeTime, shortDuration } from './relative-time';

const NOON = Date.UTC(2026, 10, 28, 12, 5);
const DAY = 86_400_000;

describe('relative time', () => {
  it('names the direction', () => {
    expect(relativeTime(NOON - 12 * 60_000, NOON)).toBe('12 min ago');
    expect(relativeTime(NOON + 3 * DAY, NOON)).toBe('in 3 d');
  });
  it('does not count seconds that nobody can act on', () => {
    expect(relativeTime(NOON - 4000, NOON)).toBe('just now');
    expect(relativeTime(NOON + 4000, NOON)).toBe('just now');
  });
  it('moves to the next unit only when two of it would be said', () => {
    expect(shortDuration(89_000)).toBe('89 s');
    expect(shortDuration(90_000)).toBe('2 min');
    expect(shortDuration(47 * 3_600_000)).toBe('47 h');
    expect(shortDuration(48 * 3_600_000)).toBe('2 d');
    expect(shortDuration(61 * DAY)).toBe('2 mo');
  });
  it('never tells a negative duration', () => {
    expect(shortDuration(-5)).toBe('0 s');
  });
  it('says one of a thing in the singular', () => {
    expect(longDuration(1000)).toBe('1 second');
    expect(longDuration(3 * DAY)).toBe('3 days');
  });
});

describe('calendar', () => {
  it('tells the same moment in the zone that was asked for', () => {
    expect(hourMinute(NOON, 'UTC')).toBe('12:05');
    expect(hourMinute(NOON, 'Asia/Kolkata')).toBe('17:35');
  });
  it('always names the zone in a full time', () => {
    expect(fullTime(NOON, 'UTC')).toBe('Sat 28 Nov 2026, 12:05 UTC');
    expect(fullTime(NOON, 'Europe/London')).toContain(zoneName(NOON, 'Europe/London'));
  });
  it('follows daylight saving', () => {
    expect(hourMinute(Date.UTC(2026, 6, 1, 12), 'Europe/Berlin')).toBe('14:00');
    expect(hourMinute(Date.UTC(2026, 0, 1, 12), 'Europe/Berlin')).toBe('13:00');
  });
  it('says a shared month once', () => {
    expect(daySpan(NOON, NOON + 2 * DAY, 'UTC')).toBe('28–30 Nov');
    expect(daySpan(NOON, NOON + 7 * DAY, 'UTC')).toBe('28 Nov – 5 Dec');
    expect(daySpan(NOON, NOON + 1000, 'UTC')).toBe('28 Nov');
  });
  it('labels an axis by its span', () => {
    expect(axisTime(NOON, DAY, 'UTC')).toBe('12:05');
    expect(axisTime(NOON, 30 * DAY, 'UTC')).toBe(dayMonth(NOON, 'UTC'));
  });
});
