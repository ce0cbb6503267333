export * from './asset-rules';
export type { AlertingEvent, SignalLookup } from './conditions/condition-kind';
export { observationsOf, quantityOf, sourceOf } from './conditions/registry';
export type { Observation, TargetedObservation } from './observation';
export * from './preview-rule';
export * from './rule-reasons';
export type { ChannelState, RuleState, TargetState } from './target-state';
export { hasRecovered, holds } from './threshold';
