import type { AlertEvidence, AlertRule } from '@fettle/contracts';
import type { AlertingEvent, SignalLookup } from './conditions/condition-kind';
import { observationsOf, quantityOf, sourceOf } from './conditions/registry';
import { type EvaluatedRule, evaluate, type Evaluation, reevaluate } from './evaluate';
import type { RuleReason } from './rule-reasons';
import { newTarget, type RuleState, type TargetState } from './target-state';

/** What the rules remember of one asset, for one source of events. Plain JSON. */
export type AssetRuleStates = Readonly<Record<string, RuleState>>;

/** An alert that opens or closes. */
export type AlertChange =
  | {
      readonly kind: 'fired';
      readonly alertId: string;
      readonly rule: AlertRule;
      readonly target: string;
      readonly component: string | null;
      readonly atMs: number;
      readonly evidence: AlertEvidence;
    }
  | {
      readonly kind: 'resolved';
      readonly alertId: string;
      readonly atMs: number;
      readonly reason: RuleReason;
    };

/** Why a rule said nothing about an event. */
export interface RuleSilence {
  readonly ruleId: string;
  readonly target: string;
  readonly reason: RuleReason;
}

export interface RulesStep {
  readonly states: AssetRuleStates;
  readonly changes: readonly AlertChange[];
  readonly silences: readonly RuleSilence[];
}

/** Makes the id of an alert that opens at this event time. */
export type AlertIds = (atMs: number) => string;

/** The parts of a rule that decide: the same for live evaluation and preview. */
export function toEvaluated(rule: Pick<AlertRule, 'condition' | 'pendingMs'>): EvaluatedRule {
  const { comparison, threshold, recovery } = rule.condition;
  return { comparison, threshold, recovery, pendingMs: rule.pendingMs, quantity: quantityOf(rule.condition) };
}

/** True when the rule is about this asset. Whether it is enabled is another question. */
export function appliesTo(rule: AlertRule, asset: { readonly id: string; readonly typeId: string }): boolean {
  return rule.assetTypeId === asset.typeId && (rule.assetIds === null || rule.assetIds.includes(asset.id));
}

/** Lets every rule look at one event. `rules`: those that apply to the asset, enabled, already reconciled. */
export function takeEvent(
  states: AssetRuleStates,
  rules: readonly AlertRule[],
  event: AlertingEvent,
  signals: SignalLookup,
  newAlertId: AlertIds,
): RulesStep {
  const next: Record<string, RuleState> = { ...states };
  const changes: AlertChange[] = [];
  const silences: RuleSilence[] = [];
  for (const rule of rules) {
    for (const { target, component, channel, observation } of observationsOf(
      rule.condition,
      event,
      signals,
    )) {
      const evaluated = toEvaluated(rule);
      const known = next[rule.id] ?? { version: rule.version, quantity: evaluated.quantity, targets: {} };
      const before = known.targets[target] ?? newTarget(component);
      const { state, change, reason } = conclude(
        evaluate(evaluated, before, channel, observation),
        rule,
        target,
        newAlertId,
      );
      next[rule.id] = { ...known, targets: { ...known.targets, [target]: state } };
      if (change) changes.push(change);
      else silences.push({ ruleId: rule.id, target, reason });
    }
  }
  return { states: next, changes, silences };
}

/**
 * Brings what is remembered in line with the rules as they are now: a changed threshold is held against the last value at
 * once; what a deleted, disabled or narrowed rule had open is resolved with that reason. Nothing changes for rules whose
 * version is known.
 */
export function reconcileRules(
  states: AssetRuleStates,
  rules: readonly AlertRule[],
  asset: { readonly id: string; readonly typeId: string },
  source: AlertingEvent['source'],
  newAlertId: AlertIds,
): RulesStep {
  const next: Record<string, RuleState> = {};
  const changes: AlertChange[] = [];
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  for (const [ruleId, state] of Object.entries(states)) {
    const rule = byId.get(ruleId);
    const gone = goneReason(rule, state, asset, source);
    if (gone !== null || rule === undefined) changes.push(...closeAll(state, gone ?? 'RULE.DELETED'));
    else if (rule.version === state.version) next[ruleId] = state;
    else next[ruleId] = applyVersion(rule, state, newAlertId, changes);
  }
  return { states: next, changes, silences: [] };
}

/** A person resolved this alert: its rule stays silent for the target until the condition has recovered once. */
export function closedByPerson(states: AssetRuleStates, alertId: string): AssetRuleStates {
  const next: Record<string, RuleState> = { ...states };
  for (const [ruleId, rule] of Object.entries(states)) {
    for (const [target, state] of Object.entries(rule.targets)) {
      if (state.alertId !== alertId) continue;
      const closed: TargetState = { ...state, alertId: null, awaitingRecovery: true };
      next[ruleId] = { ...rule, targets: { ...rule.targets, [target]: closed } };
    }
  }
  return next;
}

/** Every alert that is open as far as the rules know. */
export function openAlertIds(states: AssetRuleStates): string[] {
  return Object.values(states).flatMap(({ targets }) =>
    Object.values(targets).flatMap(({ alertId }) => (alertId === null ? [] : [alertId])),
  );
}

function goneReason(
  rule: AlertRule | undefined,
  state: RuleState,
  asset: { readonly id: string; readonly typeId: string },
  source: AlertingEvent['source'],
): RuleReason | null {
  if (rule === undefined) return 'RULE.DELETED';
  if (!rule.enabled) return 'RULE.DISABLED';
  const sameQuestion = sourceOf(rule.condition) === source && quantityOf(rule.condition) === state.quantity;
  return sameQuestion && appliesTo(rule, asset) ? null : 'RULE.CHANGED';
}

function applyVersion(
  rule: AlertRule,
  state: RuleState,
  newAlertId: AlertIds,
  changes: AlertChange[],
): RuleState {
  const targets: Record<string, TargetState> = {};
  for (const [target, before] of Object.entries(state.targets)) {
    const concluded = conclude(reevaluate(toEvaluated(rule), before), rule, target, newAlertId);
    targets[target] = concluded.state;
    if (concluded.change) changes.push(concluded.change);
  }
  return { version: rule.version, quantity: quantityOf(rule.condition), targets };
}

function closeAll(state: RuleState, reason: RuleReason): AlertChange[] {
  return Object.values(state.targets).flatMap((target) =>
    target.alertId === null
      ? []
      : [{ kind: 'resolved' as const, alertId: target.alertId, atMs: lastSeenMs(target), reason }],
  );
}

function lastSeenMs(target: TargetState): number {
  return Math.max(...Object.values(target.channels).map(({ last }) => last.atMs));
}

function conclude(
  { state, outcome }: Evaluation,
  rule: AlertRule,
  target: string,
  newAlertId: AlertIds,
): { state: TargetState; change: AlertChange | null; reason: RuleReason } {
  if (outcome.kind === 'fire') {
    const alertId = newAlertId(outcome.atMs);
    const { atMs, evidence } = outcome;
    const change = {
      kind: 'fired' as const,
      alertId,
      rule,
      target,
      component: state.component,
      atMs,
      evidence,
    };
    return { state: { ...state, alertId }, change, reason: 'RULE.FIRED' };
  }
  if (outcome.kind === 'resolve') {
    const change = {
      kind: 'resolved' as const,
      alertId: state.alertId!,
      atMs: outcome.atMs,
      reason: outcome.reason,
    };
    return { state: { ...state, alertId: null }, change, reason: outcome.reason };
  }
  return { state, change: null, reason: outcome.reason };
}
