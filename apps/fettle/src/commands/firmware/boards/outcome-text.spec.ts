import type { BoardOutcome } from './board-outcome';
import { outcomeText } from './outcome-text';

const OUTCOME: BoardOutcome = {
  ...{ board: 'Bearing 1', deviceId: 'd', assetId: 'a', model: 'bearing-anomaly@1' },
  ...{ windows: 1_200, reported: 90, anomalies: 3, said: null, frames: 12, different: 0 },
  ...{ instructionsPerWindow: 250_000, firstAlertAt: null, rule: null, leadTimeHours: null },
};
const ALERT = { firstAlertAt: '2026-11-25T18:04:59.000Z', rule: 'Bearing 1 vibration' } as const;
const cells = (text: string, row: number): string[] => text.split('\n')[row]!.split(/ {2,}/);

describe('the table of what became of boards', () => {
  it('every alert is a time, and how long before the end is a column of its own', () => {
    const text = outcomeText([
      { ...OUTCOME, ...ALERT, leadTimeHours: 63.58 },
      { ...OUTCOME, ...ALERT },
      OUTCOME,
    ]);
    expect(cells(text, 0).slice(-2)).toEqual(['first lasting alert', 'before the end']);
    const at = '2026-11-25 18:04 UTC (Bearing 1 vibration)';
    expect(cells(text, 1).slice(-2)).toEqual([at, '63.6 h']);
    expect(cells(text, 2).slice(-2)).toEqual([at, '-']);
    expect(cells(text, 3).slice(-2)).toEqual(['none', '-']);
  });

  it('what a classifier said has a column only where there is one', () => {
    expect(cells(outcomeText([OUTCOME]), 0)).not.toContain('said');
    const text = outcomeText([{ ...OUTCOME, said: { ball: 29, normal: 1 } }, OUTCOME]);
    expect(cells(text, 0)).toContain('said');
    expect(cells(text, 1)).toContain('ball 29, normal 1');
  });

  it('what nobody knows is a dash, not a number', () => {
    const onBoard = { ...OUTCOME, windows: null, different: null, instructionsPerWindow: null };
    expect(cells(outcomeText([onBoard]), 1)).toEqual(
      expect.arrayContaining(['Bearing 1', '-', '90', '3', '12', '-', '-', 'none', '-']),
    );
  });
});
