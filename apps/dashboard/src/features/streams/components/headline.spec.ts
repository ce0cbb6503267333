import type { StreamsResponse } from '@fettle/contracts';
import { streamsHeadline } from './headline';

const well: StreamsResponse = {
  at: '2026-11-22T12:00:00.000Z',
  consumers: [{ group: 'stream', topic: 'telemetry.frames.v1', lag: 12, partitions: [] }],
  rates: { framesPerSecond: 10, readingsPerSecond: 600, rejectsPerSecond: 0 },
  watermark: { newestAt: null, oldestAt: null, ageMs: 3_600_000 },
  totals: { frames: 1, readings: 60, late: 0, duplicates: 0, gaps: 0 },
  rejects: [],
  devices: { total: 1, online: 1, silent: 0, neverSeen: 0, disabled: 0 },
};

describe('the platform in one line', () => {
  it('names the worst of those that lag', () => {
    const consumers = [...well.consumers, { group: 'forecast', topic: 't', lag: 50_000, partitions: [] }];
    expect(streamsHeadline(well)).toBe('Keeping up');
    expect(streamsHeadline({ ...well, consumers })).toBe('forecast is 50 k records behind');
  });
  it('does not call silence well', () => {
    expect(streamsHeadline({ ...well, rates: { ...well.rates, readingsPerSecond: 0 } })).toContain(
      '60 minutes old',
    );
    expect(streamsHeadline({ ...well, totals: { ...well.totals, readings: 0 } })).toBe(
      'No reading has come in yet',
    );
  });
});
