import type { SignalDefinition } from './domain-pack';
import { MINUTE_MS } from '@fettle/kernel';

interface SignalShape {
  readonly unit: string;
  /** Physically possible range, inclusive. */
  readonly range: readonly [number, number];
  /** Decimal exponent of the resolution. */
  readonly exponent: number;
  readonly component?: string;
  readonly cadenceMs?: number;
}

/** A continuous quantity. Cadence defaults to one minute. */
export function gauge(id: number, name: string, label: string, shape: SignalShape): SignalDefinition {
  const [min, max] = shape.range;
  return {
    id,
    name,
    label,
    unit: shape.unit,
    min,
    max,
    exponent: shape.exponent,
    cadenceMs: shape.cadenceMs ?? MINUTE_MS,
    kind: 'gauge',
    ...(shape.component === undefined ? {} : { component: shape.component }),
  };
}

/**
 * What the device's own int8 model says, 0 as usual to 1 surely unusual, in steps of 0.001. Physics does not simulate it:
 * devices compute it from what they measure (libs/device-models).
 */
export function anomalyScore(id: number): SignalDefinition {
  return {
    ...gauge(id, 'anomaly_score', 'Anomaly score', { unit: '1', range: [0, 1], exponent: -3 }),
    kind: 'probability',
  };
}

/** Air temperature outside, the same range everywhere on earth. */
export function ambientTemperature(id: number): SignalDefinition {
  return gauge(id, 'ambient_temp', 'Ambient temperature', { unit: '°C', range: [-60, 70], exponent: -1 });
}
