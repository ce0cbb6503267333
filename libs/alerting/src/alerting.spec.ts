import type { AlertRule, ForecastMade, WindowClosed } from '@fettle/contracts';
import fc from 'fast-check';
import {
  type AlertChange,
  type AlertingEvent,
  type AssetRuleStates,
  closedByPerson,
  openAlertIds,
  previewRule,
  reconcileRules,
  takeEvent,
} from './index';

const HOUR = 3_600_000;
const ASSET = { id: '01900000-0000-7000-8000-00000000000a', typeId: 'rail.car' };

const rule = (over: Partial<AlertRule> = {}, condition: Partial<AlertRule['condition']> = {}): AlertRule => ({
  id: '01900000-0000-7000-8000-000000000001',
  tenantId: '01900000-0000-7000-8000-0000000000ff',
  version: 1,
  enabled: true,
  assetTypeId: ASSET.typeId,
  assetIds: null,
  name: 'Vibration high',
  severity: 'warning',
  pendingMs: 0,
  condition: {
    kind: 'window',
    signal: 'vibration',
    aggregate: 'mean',
    windowMs: HOUR,
    comparison: '>',
    threshold: 10,
    ...condition,
  } as AlertRule['condition'],
  ...over,
});

const window = (hour: number, value: number, deviceId = 'd1'): AlertingEvent => ({
  source: 'window',
  event: {
    tenantId: 't',
    deviceId,
    assetId: ASSET.id,
    assetTypeId: ASSET.typeId,
    sizeMs: HOUR,
    startMs: hour * HOUR,
    signals: [
      {
        signalId: 7,
        count: 1,
        min: value,
        max: value,
        mean: value,
        last: value,
        stddev: 0,
        p50: value,
        p95: value,
        p99: value,
      },
    ],
  } satisfies WindowClosed,
});

const signals = (name: string): { id: number; component: string } | undefined =>
  name === 'vibration' ? { id: 7, component: 'bearing' } : undefined;

let made = 0;
const newId = (): string => `alert-${++made}`;

function run(
  applied: AlertRule,
  events: readonly AlertingEvent[],
  start: AssetRuleStates = {},
): { states: AssetRuleStates; changes: AlertChange[]; reasons: string[] } {
  let states = start;
  const changes: AlertChange[] = [];
  const reasons: string[] = [];
  for (const event of events) {
    const step = takeEvent(states, [applied], event, signals, newId);
    states = step.states;
    changes.push(...step.changes);
    reasons.push(...step.silences.map(({ reason }) => reason));
  }
  return { states, changes, reasons };
}

const kinds = (changes: readonly AlertChange[]): string[] =>
  changes.map(({ kind, atMs }) => `${kind}@${atMs / HOUR}`);

describe('an alert rule', () => {
  it('fires once at the end of the window that breaks the threshold, and says with which numbers', () => {
    const { changes, reasons } = run(rule(), [window(0, 5), window(1, 12), window(2, 13)]);
    expect(kinds(changes)).toEqual(['fired@2']);
    expect(changes[0]).toMatchObject({
      target: 'bearing',
      evidence: {
        value: 12,
        threshold: 10,
        windowStartMs: HOUR,
        heldSinceMs: 2 * HOUR,
        deviceId: 'd1',
        quantity: 'mean(vibration, 60 min)',
      },
    });
    expect(reasons).toEqual(['RULE.NOT_MET', 'RULE.STILL_FIRING']);
  });

  it('waits out its pending period in event time and forgets it when the condition breaks', () => {
    const pending = rule({ pendingMs: 2 * HOUR });
    expect(kinds(run(pending, [window(0, 11), window(1, 11), window(2, 11)]).changes)).toEqual(['fired@3']);
    expect(run(pending, [window(0, 11), window(1, 5), window(2, 11), window(3, 11)]).reasons).toEqual([
      'RULE.PENDING',
      'RULE.NOT_MET',
      'RULE.PENDING',
      'RULE.PENDING',
    ]);
  });

  it('resolves only beyond the recovery threshold', () => {
    const { changes, reasons } = run(rule({}, { recovery: 8 }), [window(0, 12), window(1, 9), window(2, 7)]);
    expect(kinds(changes)).toEqual(['fired@1', 'resolved@3']);
    expect(reasons).toEqual(['RULE.NOT_RECOVERED']);
  });

  it('opens one alert for a target that two devices witness, and closes it when both have recovered', () => {
    const { changes } = run(rule(), [
      window(0, 12, 'd1'),
      window(0, 12, 'd2'),
      window(1, 5, 'd1'),
      window(1, 5, 'd2'),
    ]);
    expect(kinds(changes)).toEqual(['fired@1', 'resolved@2']);
  });

  it('does not look at a window twice', () => {
    const { changes, reasons } = run(rule(), [window(1, 12), window(1, 12), window(0, 5)]);
    expect(kinds(changes)).toEqual(['fired@2']);
    expect(reasons).toEqual(['RULE.ALREADY_SEEN', 'RULE.ALREADY_SEEN']);
  });

  it('stays silent after a person resolved it, until it has recovered once', () => {
    const first = run(rule(), [window(0, 12)]);
    const closed = closedByPerson(first.states, openAlertIds(first.states)[0]!);
    const after = run(rule(), [window(1, 13), window(2, 5), window(3, 14)], closed);
    expect(after.reasons).toEqual(['RULE.AWAITING_RECOVERY', 'RULE.NOT_MET']);
    expect(kinds(after.changes)).toEqual(['fired@4']);
  });

  it('says nothing about another size, another signal or another source', () => {
    expect(run(rule({}, { signal: 'unknown' }), [window(0, 99)]).reasons).toEqual([]);
    expect(run(rule({}, { windowMs: 60_000 }), [window(0, 99)]).reasons).toEqual([]);
  });
});

describe('a changed rule', () => {
  const reconcile = (states: AssetRuleStates, rules: AlertRule[]): ReturnType<typeof reconcileRules> =>
    reconcileRules(states, rules, ASSET, 'window', newId);

  it('takes effect at once: a lower threshold fires on the last value, a higher one resolves', () => {
    const quiet = run(rule(), [window(0, 9)]);
    const lowered = reconcile(quiet.states, [rule({ version: 2 }, { threshold: 8 })]);
    expect(kinds(lowered.changes)).toEqual(['fired@1']);
    const raised = reconcile(lowered.states, [rule({ version: 3 }, { threshold: 20 })]);
    expect(raised.changes).toEqual([expect.objectContaining({ kind: 'resolved', reason: 'RULE.CHANGED' })]);
  });

  it('resolves what it had open when deleted, disabled, narrowed or asking something else', () => {
    const firing = run(rule(), [window(0, 12)]);
    const cases: [AlertRule[], string][] = [
      [[], 'RULE.DELETED'],
      [[rule({ version: 2, enabled: false })], 'RULE.DISABLED'],
      [[rule({ version: 2, assetIds: [] })], 'RULE.CHANGED'],
      [[rule({ version: 2 }, { aggregate: 'max' })], 'RULE.CHANGED'],
    ];
    for (const [rules, reason] of cases) {
      const step = reconcile(firing.states, rules);
      expect(step.changes).toEqual([expect.objectContaining({ kind: 'resolved', reason })]);
      expect(step.states).toEqual({});
    }
  });

  it('nothing happens while its version is known', () => {
    const firing = run(rule(), [window(0, 12)]);
    expect(reconcile(firing.states, [rule()])).toEqual({ states: firing.states, changes: [], silences: [] });
  });
});

describe('a forecast rule', () => {
  const forecast = (atMs: number, p7d: number, over: Partial<ForecastMade> = {}): AlertingEvent => ({
    source: 'forecast',
    event: {
      tenantId: 't',
      assetId: ASSET.id,
      assetTypeId: ASSET.typeId,
      component: 'bearing',
      failureMode: 'spalling',
      atMs,
      health: 0.5,
      status: 'ready',
      hoursNeeded: 0,
      p1d: 0,
      p7d,
      p30d: 1,
      rul: { p10: 1, p50: null, p90: null },
      drivers: [],
      model: 'm',
      ...over,
    },
  });

  it('fires for each component by itself and ignores forecasts that have not enough data', () => {
    const likely = rule({}, { kind: 'forecast', quantity: 'p7d', comparison: '>=', threshold: 0.5 } as never);
    const { changes } = run(likely, [
      forecast(1, 0.2),
      forecast(2, 0.6),
      forecast(3, 0.9, { component: 'door' }),
      forecast(4, 0.9, { status: 'insufficient_data', component: 'lamp' }),
    ]);
    expect(changes.map((change) => change.kind === 'fired' && change.target)).toEqual(['bearing', 'door']);
  });

  it('a remaining life beyond the horizon counts as longer than any threshold', () => {
    const short = rule({}, {
      kind: 'forecast',
      quantity: 'rulP50',
      comparison: '<',
      threshold: 86_400,
    } as never);
    const { changes } = run(short, [
      forecast(1, 0, { rul: { p10: 1, p50: 3_600, p90: null } }),
      forecast(2, 0),
    ]);
    expect(changes.map(({ kind }) => kind)).toEqual(['fired', 'resolved']);
  });
});

describe('laws', () => {
  const values = fc.array(
    fc.tuple(fc.double({ min: 0, max: 20, noNaN: true }), fc.constantFrom('d1', 'd2')),
    { maxLength: 60 },
  );
  const rules = fc
    .record({ pendingMs: fc.constantFrom(0, HOUR, 3 * HOUR), recovery: fc.constantFrom(undefined, 5, 8) })
    .map(({ pendingMs, recovery }) => rule({ pendingMs }, recovery === undefined ? {} : { recovery }));
  const eventsOf = (list: readonly (readonly [number, string])[]): AlertingEvent[] =>
    list.map(([value, device], i) => window(i, value, device));

  it('a restart between any two events changes nothing', () => {
    fc.assert(
      fc.property(rules, values, fc.nat(60), (applied, list, cut) => {
        const events = eventsOf(list);
        const whole = run(applied, events);
        const first = run(applied, events.slice(0, cut));
        const second = run(
          applied,
          events.slice(cut),
          JSON.parse(JSON.stringify(first.states)) as AssetRuleStates,
        );
        expect(kinds([...first.changes, ...second.changes])).toEqual(kinds(whole.changes));
      }),
    );
  });

  it('alerts of a target open and close in turn, and delivering an event again changes nothing', () => {
    fc.assert(
      fc.property(rules, values, (applied, list) => {
        const events = eventsOf(list);
        const { changes } = run(applied, events);
        changes.forEach(({ kind }, i) => expect(kind).toBe(i % 2 === 0 ? 'fired' : 'resolved'));
        expect(
          kinds(
            run(
              applied,
              events.flatMap((event) => [event, event]),
            ).changes,
          ),
        ).toEqual(kinds(changes));
      }),
    );
  });

  it('a preview is what would have happened live', () => {
    fc.assert(
      fc.property(rules, values, (applied, list) => {
        const events = eventsOf(list);
        const live = run(applied, events).changes;
        const previewed = previewRule(applied, events, signals);
        expect(previewed.map(({ firedAtMs }) => firedAtMs)).toEqual(
          live.filter(({ kind }) => kind === 'fired').map(({ atMs }) => atMs),
        );
        expect(previewed.flatMap(({ resolvedAtMs }) => resolvedAtMs ?? [])).toEqual(
          live.filter(({ kind }) => kind === 'resolved').map(({ atMs }) => atMs),
        );
      }),
    );
  });
});
