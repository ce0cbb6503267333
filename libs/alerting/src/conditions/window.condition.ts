import type { WindowCondition } from '@fettle/contracts';
import type { ConditionKind } from './condition-kind';

/** A closed window's aggregate against a threshold. Target: the signal's component, or the signal; channel: the device. */
export const windowConditionKind: ConditionKind<WindowCondition> = {
  kind: 'window',
  source: 'window',
  quantity: ({ aggregate, signal, windowMs }) => `${aggregate}(${signal}, ${windowMs / 60_000} min)`,
  observations(condition, { source, event }, signals) {
    if (source !== 'window' || event.sizeMs !== condition.windowMs) return [];
    const signal = signals(condition.signal);
    const aggregates = signal && event.signals.find(({ signalId }) => signalId === signal.id);
    if (!signal || !aggregates) return [];
    const observation = {
      atMs: event.startMs + event.sizeMs,
      value: aggregates[condition.aggregate],
      windowStartMs: event.startMs,
      windowMs: event.sizeMs,
      deviceId: event.deviceId,
    };
    return [
      {
        target: signal.component ?? condition.signal,
        component: signal.component,
        channel: event.deviceId,
        observation,
      },
    ];
  },
};
