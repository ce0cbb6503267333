import type { AlertEvidence } from '@fettle/contracts';
import type { Observation } from './observation';
import type { RuleReason } from './rule-reasons';
import type { ChannelState, TargetState } from './target-state';
import { hasRecovered, holds, type ThresholdBand } from './threshold';

/** What evaluation needs of a rule. */
export interface EvaluatedRule extends ThresholdBand {
  readonly pendingMs: number;
  /** What the value is, for the evidence: `mean(vibration_rms)`, `p7d`. */
  readonly quantity: string;
}

/** What an observation led to; `none` carries the reason for the silence. */
export type Outcome =
  | { readonly kind: 'fire'; readonly atMs: number; readonly evidence: AlertEvidence }
  | { readonly kind: 'resolve'; readonly atMs: number; readonly reason: RuleReason }
  | { readonly kind: 'none'; readonly reason: RuleReason };

export interface Evaluation {
  readonly state: TargetState;
  readonly outcome: Outcome;
}

/**
 * Takes one more observation of a target. Deterministic and in event time alone: the same observations in the same order give
 * the same outcomes, whatever restarts lie between. An observation that is not newer than the channel's last changes
 * nothing (`RULE.ALREADY_SEEN`). The alert's id is the caller's to set after `fire` and to clear after `resolve`.
 */
export function evaluate(
  rule: EvaluatedRule,
  state: TargetState,
  channel: string,
  observation: Observation,
): Evaluation {
  const before = state.channels[channel];
  if (before !== undefined && observation.atMs <= before.last.atMs) return silent(state, 'RULE.ALREADY_SEEN');
  return settle(rule, state, channel, stepChannel(rule, before, observation));
}

/** Evaluates what was last seen again, under a rule that has changed: a new threshold takes effect at once. */
export function reevaluate(rule: EvaluatedRule, state: TargetState): Evaluation {
  let result: Evaluation = silent(state, 'RULE.NO_DATA');
  for (const [channel, { last, heldSinceMs, phase }] of Object.entries(state.channels)) {
    // What held before need not have held under the new threshold, except now.
    const keeps = holds(last.value, rule.comparison, rule.threshold);
    const since = keeps ? (heldSinceMs ?? last.atMs) : null;
    const stays = keeps || (phase === 'active' && !hasRecovered(last.value, rule));
    const next: ChannelState = !stays
      ? { phase: 'idle', heldSinceMs: null, last }
      : phase === 'active' || (since !== null && last.atMs - since >= rule.pendingMs)
        ? { phase: 'active', heldSinceMs: since ?? heldSinceMs, last }
        : { phase: 'pending', heldSinceMs: since, last };
    const step = settle(rule, result.state, channel, next);
    result = { state: step.state, outcome: step.outcome.kind === 'none' ? result.outcome : step.outcome };
  }
  if (result.outcome.kind === 'resolve')
    return { ...result, outcome: { ...result.outcome, reason: 'RULE.CHANGED' } };
  return result;
}

function stepChannel(rule: EvaluatedRule, before: ChannelState | undefined, last: Observation): ChannelState {
  if (before?.phase === 'active' && !hasRecovered(last.value, rule)) return { ...before, last };
  if (!holds(last.value, rule.comparison, rule.threshold)) return { phase: 'idle', heldSinceMs: null, last };
  // From when it was first known: one window, however long, is one observation and fulfils no pending period.
  const heldSinceMs = before?.phase === 'pending' ? before.heldSinceMs! : last.atMs;
  return { phase: last.atMs - heldSinceMs >= rule.pendingMs ? 'active' : 'pending', heldSinceMs, last };
}

function settle(rule: EvaluatedRule, before: TargetState, channel: string, next: ChannelState): Evaluation {
  const state: TargetState = { ...before, channels: { ...before.channels, [channel]: next } };
  const anyActive = Object.values(state.channels).some(({ phase }) => phase === 'active');
  if (anyActive && state.awaitingRecovery) return silent(state, 'RULE.AWAITING_RECOVERY');
  if (anyActive && state.alertId !== null) {
    const recovering = next.phase === 'active' && !holds(next.last.value, rule.comparison, rule.threshold);
    return silent(state, recovering ? 'RULE.NOT_RECOVERED' : 'RULE.STILL_FIRING');
  }
  if (anyActive)
    return { state, outcome: { kind: 'fire', atMs: next.last.atMs, evidence: evidenceOf(rule, next) } };
  const rested: TargetState = { ...state, awaitingRecovery: false };
  if (state.alertId !== null) {
    return { state: rested, outcome: { kind: 'resolve', atMs: next.last.atMs, reason: 'RULE.RECOVERED' } };
  }
  return silent(rested, next.phase === 'pending' ? 'RULE.PENDING' : 'RULE.NOT_MET');
}

function silent(state: TargetState, reason: RuleReason): Evaluation {
  return { state, outcome: { kind: 'none', reason } };
}

function evidenceOf(rule: EvaluatedRule, { last, heldSinceMs }: ChannelState): AlertEvidence {
  return {
    quantity: rule.quantity,
    value: last.value,
    comparison: rule.comparison,
    threshold: rule.threshold,
    windowStartMs: last.windowStartMs,
    windowMs: last.windowMs,
    deviceId: last.deviceId,
    heldSinceMs: heldSinceMs ?? last.atMs,
  };
}
