import type { RunToFailureExperience } from '@fettle/domains';
import { FirstPassage } from './first-passage';
import type { PathPosterior } from './path-posterior';

const { exp, log, max } = Math;

/** What was thought of a part at some moment, and how long it then lived. */
export interface LifeRecord {
  readonly posterior: PathPosterior;
  readonly trueDays: number;
}

type Population = Required<Omit<RunToFailureExperience, 'source'>>;
/** gain, gain ahead, and the logarithms of: its two spreads, threshold spread, quiet life and its spread. */
type Point = readonly number[];

const START: Point = [0.2, 0.5, log(0.3), log(0.3), log(0.1), log(30), 0];
const FIRST_STEP = 0.4;
const LAST_STEP = 0.01;
/** Density is read between lives this much shorter and longer, plus half an hour. */
const RELATIVE_BIN = 0.03;
const LEAST_BIN_DAYS = 1 / 48;
/** No one record says more than this against a population: some lives are odd. */
const LEAST_DENSITY = 1e-4;

/**
 * The population under which the lives of these parts were likeliest, on a logarithmic scale of time: second stage of Lu
 * and Meeker's two-stage method (1993), by compass search (Hooke and Jeeves 1961). Deterministic. Judge it on other parts.
 */
export function fitExperience(records: readonly LifeRecord[]): Population {
  let best = START;
  let cost = meanSurprise(records, populationAt(best));
  for (let step = FIRST_STEP; step >= LAST_STEP;) {
    const found = neighbours(best, step).find((point) => {
      const tried = meanSurprise(records, populationAt(point));
      if (tried >= cost - 1e-6) return false;
      cost = tried;
      return true;
    });
    if (found) best = found;
    else step /= 2;
  }
  return populationAt(best);
}

function neighbours(point: Point, step: number): Point[] {
  return point.flatMap((_, i) => [step, -step].map((move) => point.map((x, j) => (j === i ? x + move : x))));
}

function populationAt(point: Point): Population {
  const [gain, ahead, spread, spreadAhead, threshold, quiet, quietSpread] = point as number[];
  return {
    gain: [gain!, ahead!],
    gainSpread: [exp(spread!), exp(spreadAhead!)],
    thresholdSpread: exp(threshold!),
    quietLife: { medianDays: exp(quiet!), spread: exp(quietSpread!) },
  };
}

/** Mean negative logarithm of the density of log life at the truth. */
function meanSurprise(records: readonly LifeRecord[], population: Population): number {
  let sum = 0;
  for (const { posterior, trueDays } of records) {
    const passage = new FirstPassage(posterior, population);
    const bin = RELATIVE_BIN * trueDays + LEAST_BIN_DAYS;
    const chance = passage.within(trueDays + bin) - passage.within(max(0, trueDays - bin));
    sum -= log(max(LEAST_DENSITY, (chance / (2 * bin)) * max(LEAST_BIN_DAYS, trueDays)));
  }
  return sum / records.length;
}
