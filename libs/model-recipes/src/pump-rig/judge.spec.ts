import type { DeviceProgram } from '@fettle/device-models';
import { judged, outlierAccuracy } from './judge';

/** Says the first reading as its score. */
const echo = { run: (values: Int16Array) => ({ scores: [values[0]!] }) } as unknown as DeviceProgram;
const row = (score: number, anomalous: boolean) => ({ values: Int32Array.of(score), anomalous });

describe('judging a pump', () => {
  it('a device alarms by the mean of the last minute, of what there is at the beginning', () => {
    const quiet = Array.from({ length: 60 }, () => row(0, false));
    const loud = Array.from({ length: 60 }, () => row(1000, true));
    const { alarmed } = judged(echo, { name: 'run', rows: [...quiet, ...loud, ...quiet] });
    expect(alarmed.indexOf(true)).toBe(89);
    expect(alarmed.lastIndexOf(true)).toBe(149);
    expect(judged(echo, { name: 'run', rows: loud }).alarmed[0]).toBe(true);
  });

  it('F1, false and missed shares are of all seconds together', () => {
    const runs = [
      { anomalous: [true, true, false, false], alarmed: [true, false, true, false] },
      { anomalous: [false, true], alarmed: [false, true] },
    ];
    expect(outlierAccuracy(runs, 's').map(({ value }) => value)).toEqual([0.667, 0.333, 0.333]);
  });
});
