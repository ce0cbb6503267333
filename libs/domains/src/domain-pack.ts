import type { Random } from '@fettle/kernel';
import type { AlertRuleTemplate } from '@fettle/contracts';

/** What a signal's numbers mean; decides how a frame codes them and how a chart draws them. */
export type SignalKind = 'gauge' | 'counter' | 'label' | 'probability';

/** One quantity that devices of an asset type report. */
export interface SignalDefinition {
  /** 1..1023, unique within the asset type, never reused for another meaning: it is what travels in frames. */
  readonly id: number;
  /** snake_case, unique within the asset type: what JSON, REST and rules say. */
  readonly name: string;
  readonly label: string;
  /** The component whose condition it tells; absent for ambience and load. */
  readonly component?: string;
  /** UCUM-like unit for display: `mm/s`, `°C`, `%`, `1`. */
  readonly unit: string;
  /** Physically possible range, inclusive. A reading outside is rejected with READING.OUT_OF_RANGE. */
  readonly min: number;
  readonly max: number;
  /** Decimal exponent of the resolution: -2 means steps of 0.01. Values survive exactly at it. */
  readonly exponent: number;
  /** The usual time between readings in milliseconds. */
  readonly cadenceMs: number;
  readonly kind: SignalKind;
}

/** One signal's part in a failure mode's condition indicator, for the health index. */
export interface ConditionIndicator {
  readonly signal: string;
  /** Value when as new. */
  readonly healthy: number;
  /** Value at which the failure mode counts as functional failure (ISO 13381-1: failure threshold). */
  readonly failed: number;
  /** Relative weight among the mode's indicators, > 0. */
  readonly weight: number;
  /** `log` where damage grows multiplicatively (vibration), `linear` where additively (battery capacity). */
  readonly scale: 'linear' | 'log';
  /** Signals (load, ambience) whose influence is regressed out before the trend is read. */
  readonly adjustFor?: readonly string[];
}

/**
 * What records of parts that ran to failure taught about this failure mode: the population of the general path model
 * (Lu and Meeker 1993), from data named in `source` and never from those on which forecasts are judged. Damage is 0
 * healthy, 1 at the declared `failed`.
 */
export interface RunToFailureExperience {
  /** Mean logarithm of the speed until failure over the speed fitted so far: at no damage left to go, and more per unit. */
  readonly gain: readonly [number, number];
  /** Standard deviation of that logarithm, likewise: an extrapolated path errs the more the further it reaches. */
  readonly gainSpread: readonly [number, number];
  /** Standard deviation of the damage at which parts truly fail. */
  readonly thresholdSpread: number;
  /** Days that a part without a trend still lives, log-normal; absent when nobody knows. */
  readonly quietLife?: { readonly medianDays: number; readonly spread: number };
  /** The records, and the command that prints these numbers from them. */
  readonly source: string;
}

export interface FailureMode {
  readonly id: string;
  readonly label: string;
  /** What the crew does about it, a few words. */
  readonly remedy: string;
  readonly indicators: readonly ConditionIndicator[];
  /** Absent where no real part of it was ever watched to its end: forecasts then rest on simulated parts. */
  readonly experience?: RunToFailureExperience;
}

export interface ComponentDefinition {
  /** snake_case, unique within the asset type. */
  readonly id: string;
  readonly label: string;
  readonly failureModes: readonly FailureMode[];
}

/** True failure of one component in a simulation; written for evaluation, never shown to the product. */
export interface TrueFailure {
  readonly component: string;
  readonly failureMode: string;
  readonly onsetMs: number;
  readonly failureMs: number;
}

/** One simulated machine. Its state advances only through `step`, with rising times. */
export interface SimulatedAsset {
  /** Values by signal name at event time `atMs` (UTC); a missing key is a missing reading, NaN a failed sensor. */
  step(atMs: number): Readonly<Record<string, number>>;
  /** Failures that lie at or before `untilMs`, oldest first: those of parts since replaced included. */
  failures(untilMs: number): readonly TrueFailure[];
  /** When each component not yet failed will fail if nobody touches it. */
  upcoming(): readonly TrueFailure[];
}

/** `paris`: a defect that grows by what it is; `steady`: wear, fade or drift that adds up. */
export type WearLaw = 'paris' | 'steady';

/** How a component ages in simulation. */
export interface WearPlan {
  readonly component: string;
  readonly failureMode: string;
  /** Half of all lives are shorter than this. */
  readonly medianLifeMs: number;
  /** Weibull shape: 1 fails by chance, above 1 by age. */
  readonly weibullShape: number;
  /** Days from the first measurable sign to functional failure, shortest and longest (the P-F interval). */
  readonly developDays: readonly [number, number];
  readonly law: WearLaw;
  /** Deviation of the path from the law, as the scale of a Brownian bridge on severity. */
  readonly wander: number;
  /** Severity with which the defect begins, 0 unless it begins with a blow. */
  readonly jump?: number;
  readonly repairHours: readonly [number, number];
}

export interface SimulationOptions {
  readonly random: Random;
  /** Event time of the first step. */
  readonly startMs: number;
  /**
   * Where each component's life stands: share of life used at the start, 0 as new, by component. A component that is
   * named here has a first life of exactly its wear plan's median, so that its failure can be placed; later lives, and
   * those of components not named, are drawn from `random`, so that in a fleet a few fail within weeks and most do not.
   */
  readonly lifeUsed?: Readonly<Record<string, number>>;
  /** Position in degrees, for the sun and the seasons. */
  readonly latitude: number;
  readonly longitude: number;
}

export interface AssetType {
  /** `rail.car`: pack id, dot, snake_case. */
  readonly id: string;
  readonly label: string;
  readonly components: readonly ComponentDefinition[];
  readonly signals: readonly SignalDefinition[];
  readonly defaultRules: readonly AlertRuleTemplate[];
  /** How its components age in simulation; present where `simulate` is. */
  readonly wear?: readonly WearPlan[];
  /** Physics of wear; absent for types that only real machines have. */
  readonly simulate?: (options: SimulationOptions) => SimulatedAsset;
}

/** Everything that makes a domain: one folder, one row in the registry. */
export interface DomainPack {
  readonly id: string;
  readonly label: string;
  /** Name of a Tabler icon. */
  readonly icon: string;
  /** The domain's own words for asset and site, e.g. car and depot. */
  readonly words: { readonly asset: string; readonly assets: string; readonly site: string };
  readonly assetTypes: readonly AssetType[];
}
