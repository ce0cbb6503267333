import type { LossSpec } from '../../losses/loss.types';

/** What a network is trained for: its loss, unless another is named, and what is measured of it. */
export type TaskSpec =
  /** One class of several; cross-entropy. */
  | { readonly kind: 'classifier'; readonly loss?: LossSpec }
  /** Its own input, through a narrow place: what it cannot rebuild is unlike what it learnt. Mean squared error. */
  | { readonly kind: 'autoencoder'; readonly loss?: LossSpec }
  /** Numbers, such as remaining life; mean squared error. */
  | { readonly kind: 'regressor'; readonly loss?: LossSpec }
  /** Quantiles of numbers to come; pinball loss of `quantiles`, default 0.1, 0.5 and 0.9. */
  | { readonly kind: 'forecaster'; readonly loss?: LossSpec; readonly quantiles?: readonly number[] };

export type TaskKindName = TaskSpec['kind'];

export type TaskSpecOf<K extends TaskKindName> = Extract<TaskSpec, { kind: K }>;

export interface ClassifierMetrics {
  readonly kind: 'classifier';
  readonly accuracy: number;
  /** Mean over the classes that occur, as truth or as result, of the harmonic mean of precision and recall. */
  readonly macroF1: number;
  /** Samples by true class (rows) and by result (columns). */
  readonly confusion: readonly (readonly number[])[];
}

export interface AutoencoderMetrics {
  readonly kind: 'autoencoder';
  /** Mean squared error of each sample, at these percentiles: where thresholds come from. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface RegressorMetrics {
  readonly kind: 'regressor';
  readonly rmse: number;
  readonly mae: number;
  /** Σ e^(-d/13) - 1 early, e^(d/10) - 1 late, d = result - truth (Saxena et al., 2008): late is worse than early. */
  readonly nasaScore: number;
}

export interface ForecasterMetrics {
  readonly kind: 'forecaster';
  readonly pinball: number;
  /** Of the quantile nearest to the median. */
  readonly mae: number;
  /** Share of truths at or below each quantile; the quantile itself, if it is honest. */
  readonly coverage: readonly number[];
}

export type TaskMetrics = ClassifierMetrics | AutoencoderMetrics | RegressorMetrics | ForecasterMetrics;
