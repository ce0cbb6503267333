import type { AlertResponse } from '@fettle/contracts';
import { evidenceSentence } from './evidence';
import { groupAlerts } from './group-alerts';

const FIRED = '2026-11-22T12:00:00.000Z';

function alert(id: string, over: Partial<AlertResponse> = {}): AlertResponse {
  return {
    id,
    revision: 1,
    ruleId: 'r',
    ruleVersion: 1,
    ruleName: 'hot bearing',
    assetId: 'a',
    assetName: 'Car 1',
    domain: 'rail',
    siteName: 'Depot',
    component: null,
    severity: 'warning',
    state: 'firing',
    firedAt: FIRED,
    changedAt: FIRED,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    resolvedBy: null,
    evidence: {
      quantity: 'mean(vibration_rms, 60 min)',
      value: 7.13,
      comparison: '>',
      threshold: 4.5,
      windowStart: FIRED,
      windowMs: 3_600_000,
      deviceId: null,
      heldSince: '2026-11-22T06:00:00.000Z',
    },
    ...over,
  };
}

describe('grouping', () => {
  const alerts = [
    alert('1', { assetId: 'b', state: 'acknowledged', severity: 'critical' }),
    alert('2'),
    alert('3', { assetId: 'b', severity: 'info' }),
    alert('4', { severity: 'critical' }),
  ];
  it('loses no alert and doubles none', () => {
    const ids = groupAlerts(alerts).flatMap((group) => group.alerts.map((member) => member.id));
    expect([...ids].sort()).toEqual(['1', '2', '3', '4']);
  });
  it('puts what fires unseen before what somebody is on', () => {
    const groups = groupAlerts(alerts);
    expect(groups.map((group) => group.assetId)).toEqual(['a', 'b']);
    expect(groups[0]?.alerts.map((member) => member.id)).toEqual(['4', '2']);
    expect(groups[1]?.alerts.map((member) => member.id)).toEqual(['3', '1']);
  });
});

describe('evidence', () => {
  it('tells value and limit with their unit, the window and how long it had held', () => {
    expect(
      evidenceSentence(alert('1').evidence, Date.parse(FIRED), () => ({
        label: 'axle box 1 vibration',
        unit: 'mm/s',
      })),
    ).toBe(
      'the mean of axle box 1 vibration over 60 min was 7.13\u00a0mm/s, above the limit of 4.5\u00a0mm/s, and had been so for 6 hours.',
    );
  });
  it('tells chances as chances and lives as durations', () => {
    const evidence = { ...alert('1').evidence, windowMs: null, heldSince: FIRED };
    expect(
      evidenceSentence(
        { ...evidence, quantity: 'p7d', value: 0.61, threshold: 0.5 },
        Date.parse(FIRED),
        () => ({ label: '', unit: '' }),
      ),
    ).toBe('the chance of failure within 7 days was 61\u00a0%, above the limit of 50\u00a0%.');
    expect(
      evidenceSentence(
        { ...evidence, quantity: 'rulP50', value: 3 * 86_400, comparison: '<', threshold: 7 * 86_400 },
        Date.parse(FIRED),
        () => ({ label: '', unit: '' }),
      ),
    ).toContain('was 3 days, below the limit of 7 days');
  });
});
