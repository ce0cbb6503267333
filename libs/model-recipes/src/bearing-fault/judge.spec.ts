import { accuracyOf } from './judge';

describe('judging classes', () => {
  it('counts windows, classes and recordings each for themselves', () => {
    const confusion = [
      [10, 0, 0, 0],
      [0, 6, 4, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 20],
    ];
    const [accuracy, macroF1, whole] = accuracyOf(
      { confusion, recordings: 4, recordingsRight: 3 },
      'by load',
    );
    expect(accuracy).toEqual({ metric: 'accuracy', value: 0.9, split: 'by load' });
    expect(macroF1!.value).toBeCloseTo((1 + 0.75 + 0 + 1) / 4, 3);
    expect(whole!.value).toBe(0.75);
  });

  it('a class that neither occurs nor is said does not count', () => {
    const confusion = [
      [5, 0, 0, 0],
      [0, 5, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ];
    expect(accuracyOf({ confusion, recordings: 2, recordingsRight: 2 }, '')[1]!.value).toBe(1);
  });
});
