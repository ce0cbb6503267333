import { seededRandom } from '@fettle/kernel';
import { fitExperience, type LifeRecord } from './experience-fit';
import { FirstPassage } from './first-passage';

const { exp } = Math;

/** Parts whose speed gains, over all the damage ahead, by a log-normal factor of mean 0.3 + 0.8 and spread 0.25. */
function parts(seed: number, count: number): LifeRecord[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const level = 0.8 * random.next();
    const speed = 0.02 + 0.1 * random.next();
    const trueSpeed = speed * exp(0.3 + 0.8 * (1 - level) + 0.25 * random.normal());
    const growing = { share: 1, level, levelVariance: 0, speed, speedVariance: 0 };
    const flat = { flatShare: 0, flatLevel: 0, flatLevelVariance: 0, flatSpeedVariance: 0 };
    return { posterior: { growing, ...flat }, trueDays: (1 - level) / trueSpeed };
  });
}

/** Parts without a trend, that live some forty days. */
function quiet(seed: number, count: number): LifeRecord[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => ({
    posterior: {
      growing: null,
      flatShare: 1,
      flatLevel: 0,
      flatLevelVariance: 1e-4,
      flatSpeedVariance: 1e-9,
    },
    trueDays: 40 * exp(0.5 * random.normal()),
  }));
}

describe('experience of parts that ran to failure', () => {
  it('finds how speeds gain on their way', () => {
    const { gain, thresholdSpread } = fitExperience(parts(1, 300));
    expect(gain[0] + 0.5 * gain[1]).toBeCloseTo(0.7, 1);
    expect(thresholdSpread).toBeLessThan(0.1);
  });

  it('finds how long parts without a trend live', () => {
    const { quietLife } = fitExperience(quiet(2, 200));
    expect(quietLife.medianDays).toBeGreaterThan(35);
    expect(quietLife.medianDays).toBeLessThan(45);
    expect(quietLife.spread).toBeCloseTo(0.5, 1);
  });

  it('holds for parts that it was not fitted to: eight in ten lives lie between p10 and p90', () => {
    const population = fitExperience(parts(3, 200));
    const others = parts(4, 200);
    const held = others.filter(({ posterior, trueDays }) => {
      const passage = new FirstPassage(posterior, population);
      return trueDays >= passage.quantile(0.1)! && trueDays <= passage.quantile(0.9)!;
    });
    expect(held.length / others.length).toBeGreaterThan(0.72);
    expect(held.length / others.length).toBeLessThan(0.9);
  });

  it('is the same for the same parts', () => {
    expect(fitExperience(parts(5, 40))).toEqual(fitExperience(parts(5, 40)));
  });
});
