import type { ConditionIndicator, RunToFailureExperience } from '@fettle/domains';
import type { ForecastDriver, RemainingLife } from '@fettle/contracts';

/**
 * What was measured of one asset up to `atMs`, and nothing later: bins of event time, oldest first, six hours long for
 * the far past and one hour for the last week. Every array is as long as `days`.
 */
export interface HistoryView {
  /** End of the newest hour that may be in it. */
  readonly atMs: number;
  /** Middle of each bin in days before `atMs`, all below 0, rising. */
  readonly days: Float64Array;
  /** Mean of a signal in each bin, NaN where it was not measured. Undefined for a signal that nobody keeps. */
  mean(signal: string): Float64Array | undefined;
  /** Hours of each bin in which the signal was measured, counted once for each device. */
  hours(signal: string): Float64Array | undefined;
}

/** The part of a domain pack's failure mode that a forecaster reads. */
export interface ConditionModel {
  readonly indicators: readonly ConditionIndicator[];
  readonly experience?: RunToFailureExperience;
}

/** A method's answer. Probabilities and life hold from the view's `atMs`, if nothing is done about it. */
export type Outlook =
  | {
      readonly status: 'insufficient_data';
      /** Further hours of data until there can be a forecast, at least 1. */
      readonly hoursNeeded: number;
    }
  | {
      readonly status: 'ready';
      /** 1 as new, 0 failed. */
      readonly health: number;
      /** Probability of failure within 1, 7 and 30 days; p1d <= p7d <= p30d. */
      readonly p1d: number;
      readonly p7d: number;
      readonly p30d: number;
      /** Seconds; p10 <= p50 <= p90; null where the quantile lies beyond what the method can speak of. */
      readonly rul: RemainingLife;
      /** Shares of the loss of health, largest first, summing to 1. */
      readonly drivers: readonly ForecastDriver[];
    };

/**
 * A method that foretells failure. A pure function of what was measured: it keeps nothing between calls, so any order of
 * arrival, any restart and any batching that end in the same history end in the same forecast, to the bit. What must be
 * remembered is the history's business. Never throws on data: sensors that are missing, stuck or absurd are data.
 */
export interface Forecaster {
  /** Name and version, as forecasts carry it: `degradation-path/3`. A change of numbers is a new version. */
  readonly model: string;
  forecast(condition: ConditionModel, history: HistoryView): Outlook;
}
