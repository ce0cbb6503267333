import type { AssetTypeResponse, PreviewAlertRuleResponse } from '@fettle/contracts';
import { PLAIN_WORDING } from '../../../forecast/sentences';
import { perWeek, previewSentence, quietWords } from './preview-words';
import { conditionSentence, forecastUnit, inUnits } from './rule-words';

const VIBRATING: AssetTypeResponse = {
  id: 'pump',
  label: 'Pump',
  components: [],
  signals: [
    {
      ...{ id: 1, name: 'vibration_rms', label: 'Vibration', unit: 'mm/s', component: null, kind: 'gauge' },
      ...{ min: null, max: null, exponent: -2, cadenceMs: null, declared: true },
    },
  ],
};

describe('a rule as a sentence', () => {
  it('says signal, aggregate, window, limit with its unit, and pending period', () => {
    expect(
      conditionSentence(
        {
          pendingMs: 3_600_000 * 6,
          condition: {
            kind: 'window',
            signal: 'vibration_rms',
            aggregate: 'mean',
            windowMs: 3_600_000,
            comparison: '>',
            threshold: 4.5,
          },
        },
        PLAIN_WORDING,
        VIBRATING,
      ),
    ).toBe('When the mean of vibration rms over an hour is above 4.5 mm/s for 6 hours');
  });
  it('says chances in percent and lives in days', () => {
    const rule = (quantity: 'p7d' | 'rulP50', threshold: number) =>
      conditionSentence(
        { pendingMs: 0, condition: { kind: 'forecast', quantity, comparison: '>=', threshold } },
        PLAIN_WORDING,
        undefined,
      );
    expect(rule('p7d', 0.35)).toBe(
      'When the chance of failure within 7 days of any part is at or above 35 %',
    );
    expect(rule('rulP50', 864_000)).toContain('at or above 10 days');
  });
  it('comes back from its units as it went', () => {
    for (const quantity of ['p1d', 'rulP90'] as const) {
      const { factor } = forecastUnit(quantity);
      expect(inUnits(0.07 * factor, factor)).toBe(0.07);
    }
  });
});

describe('preview', () => {
  const preview: PreviewAlertRuleResponse = {
    from: '2026-10-25T00:00:00.000Z',
    to: '2026-11-22T00:00:00.000Z',
    assets: 5,
    assetsLeftOut: 0,
    alertCount: 10,
    alertsPerWeek: 2.5,
    openMs: 10 * 3_600_000 * 6,
    compared: { alertCount: 14, alertsPerWeek: 3.5, openMs: 1 },
    alerts: [],
    caught: [],
    missed: [],
  };
  it('compares with what the rule does today', () => {
    expect(previewSentence(preview)).toBe(
      'Would have fired 10 times in 28 days, 2.5 a week, open for 6 hours on average: 4 fewer than today’s rule.',
    );
    expect(previewSentence({ ...preview, compared: null })).not.toContain('today');
  });
  it('says plainly when it would have been silent', () => {
    expect(previewSentence({ ...preview, alertCount: 0, alertsPerWeek: 0 })).toBe(
      'Would not have fired once in 28 days; today’s rule fired 14 times.',
    );
  });
  it('says what an empty picture means', () => {
    expect(quietWords(preview)).toContain('Each of the 5 machines stayed within the limit all 28 days');
    expect(quietWords({ ...preview, assets: 1 })).toMatch(/^The one machine/);
    expect(quietWords({ ...preview, assets: 0 })).toContain('no machine of this kind');
  });
  it('counts rare alerts by the month', () => {
    expect(perWeek(0)).toBe('none');
    expect(perWeek(0.25)).toBe('1 a month');
    expect(perWeek(23.4)).toBe('23 a week');
  });
});
