import { progressLine } from './progress-line';

const HALF = {
  epoch: 3,
  epochs: 10,
  step: 7,
  stepsPerEpoch: 14,
  loss: 0.123456,
  validationLoss: 0.2,
  learningRate: 1e-3,
  samplesDone: 5000,
  samplesInAll: 10_000,
};

describe('the progress line', () => {
  it('says how far, how well, how fast and how long still', () => {
    expect(progressLine(HALF, 2000)).toBe(
      '[████████████░░░░░░░░░░░░]  epoch  3/10  loss 0.1235  val 0.2000  2.5k/s  2 s to go',
    );
  });

  it('promises nothing before anything was measured', () => {
    const { validationLoss: _, ...first } = { ...HALF, samplesDone: 0 };
    expect(progressLine(first, 0)).toBe('[░░░░░░░░░░░░░░░░░░░░░░░░]  epoch  3/10  loss 0.1235');
  });

  it('stays within a terminal for long trainings and small losses', () => {
    const long = {
      ...HALF,
      loss: 1.2e-7,
      validationLoss: 123456,
      epochs: 1000,
      samplesDone: 1,
      samplesInAll: 1e7,
    };
    const line = progressLine(long, 100);
    expect(line.length).toBeLessThanOrEqual(100);
    expect(line).toContain('277 h 46 min to go');
    expect(line).toContain('loss 1.20e-7  val 1.23e+5');
  });
});
