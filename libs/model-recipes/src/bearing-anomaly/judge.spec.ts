import { judgeBearings, type ScoredRecording } from './judge';

/** Bearing 1 alarms from these hours before failure on; the others as told. */
function recordings(firstAlarm: number, others: (hoursLeft: number) => number): ScoredRecording[] {
  return Array.from({ length: 80 }, (_, i) => 160 - 2 * i).flatMap((hoursLeft) => [
    { bearing: 1, atMs: 0, hoursLeft, score: hoursLeft <= firstAlarm ? 600 : 300 },
    { bearing: 2, atMs: 0, hoursLeft, score: others(hoursLeft) },
  ]);
}
const valueOf = (list: readonly ScoredRecording[], metric: string): number[] =>
  judgeBearings(list, 'tried')
    .filter((row) => row.metric === metric)
    .map(({ value }) => value);

describe('judging bearings', () => {
  it('lead is from the first alarm after which none is quiet', () => {
    expect(
      valueOf(
        recordings(70, () => 100),
        'leadTimeHours',
      ),
    ).toEqual([70]);
    const gap = recordings(70, () => 100).map((each) =>
      each.bearing === 1 && each.hoursLeft === 20 ? { ...each, score: 100 } : each,
    );
    expect(valueOf(gap, 'leadTimeHours')).toEqual([18]);
    expect(valueOf(gap, 'firstTwoAlarmsLeadHours')).toEqual([70]);
  });

  it('no alarm is no lead', () => {
    expect(
      valueOf(
        recordings(-1, () => 100),
        'leadTimeHours',
      ),
    ).toEqual([0]);
    expect(
      valueOf(
        recordings(-1, () => 100),
        'firstTwoAlarmsLeadHours',
      ),
    ).toEqual([0]);
  });

  it('alarms on healthy bearings are false until the last 30 hours, and counted apart in them', () => {
    const list = recordings(70, (hoursLeft) => (hoursLeft <= 30 || hoursLeft === 100 ? 700 : 100));
    const [own, others] = valueOf(list, 'falseAlarmShare');
    expect(own).toBe(0);
    expect(others).toBeCloseTo(1 / 65, 3);
    expect(valueOf(list, 'alarmShareLastDay')).toEqual([1]);
  });
});
