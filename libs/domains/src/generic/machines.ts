import type { AssetType } from '../domain-pack';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@fettle/kernel';
import { limitRule } from '../rules';
import { anomalyScore, gauge } from '../signals';

/** Whatever has a microcontroller and a few sensors: what a third-party device reports out of the box. */
export const sensor: AssetType = {
  id: 'generic.sensor',
  label: 'Sensor',
  components: [],
  signals: [
    gauge(1, 'seq', 'Sequence number', { unit: '1', range: [0, 9e15], exponent: 0 }),
    gauge(2, 'temperature', 'Temperature', { unit: '°C', range: [-100, 2000], exponent: -2 }),
    gauge(3, 'humidity', 'Humidity', { unit: '%', range: [0, 100], exponent: -2 }),
    gauge(4, 'pressure', 'Pressure', { unit: 'hPa', range: [0, 1_000_000], exponent: -2 }),
    gauge(5, 'voltage', 'Voltage', { unit: 'V', range: [-10_000, 10_000], exponent: -3 }),
    gauge(6, 'value', 'Value', { unit: '1', range: [-1e9, 1e9], exponent: -3 }),
  ],
  defaultRules: [],
};

/** A machine whose condition shows in a few plain quantities. */
export const machine: AssetType = {
  id: 'generic.machine',
  label: 'Machine',
  components: [{ id: 'machine', label: 'Machine', failureModes: [] }],
  signals: [
    gauge(1, 'temperature', 'Temperature', {
      unit: '1',
      range: [-500, 2000],
      exponent: -4,
      cadenceMs: 5 * MINUTE_MS,
    }),
    gauge(2, 'voltage', 'Voltage', { unit: 'V', range: [0, 2000], exponent: -3, cadenceMs: HOUR_MS }),
    gauge(3, 'rotation', 'Rotation', { unit: '/min', range: [0, 20_000], exponent: -3, cadenceMs: HOUR_MS }),
    gauge(4, 'pressure', 'Pressure', { unit: 'bar', range: [0, 5000], exponent: -3, cadenceMs: HOUR_MS }),
    gauge(5, 'vibration', 'Vibration', { unit: 'mm/s', range: [0, 1000], exponent: -3, cadenceMs: HOUR_MS }),
    gauge(6, 'value', 'Value', { unit: '1', range: [-1e9, 1e9], exponent: -4, cadenceMs: 5 * MINUTE_MS }),
    anomalyScore(7),
  ],
  defaultRules: [
    limitRule('Unlike a healthy machine', 'anomaly_score', {
      comparison: '>',
      threshold: 0.5,
      recovery: 0.45,
      severity: 'warning',
      windowMs: 900_000,
      pendingMs: 15 * MINUTE_MS,
    }),
  ],
};

const eachSecond = { cadenceMs: SECOND_MS };

/** A pump in a water loop with valves to close and a cavity to provoke, as in the SKAB set. */
export const pumpRig: AssetType = {
  id: 'generic.pump_rig',
  label: 'Water-pump rig',
  components: [{ id: 'pump', label: 'Pump', failureModes: [] }],
  signals: [
    gauge(1, 'accelerometer_1', 'Acceleration 1', { unit: 'g', range: [0, 50], exponent: -5, ...eachSecond }),
    gauge(2, 'accelerometer_2', 'Acceleration 2', { unit: 'g', range: [0, 50], exponent: -5, ...eachSecond }),
    gauge(3, 'current', 'Motor current', { unit: 'A', range: [-50, 50], exponent: -4, ...eachSecond }),
    gauge(4, 'pressure', 'Pressure after pump', {
      unit: 'bar',
      range: [-10, 50],
      exponent: -4,
      ...eachSecond,
    }),
    gauge(5, 'temperature', 'Engine body temperature', {
      unit: '°C',
      range: [-50, 200],
      exponent: -3,
      ...eachSecond,
    }),
    gauge(6, 'thermocouple', 'Water temperature', {
      unit: '°C',
      range: [-50, 200],
      exponent: -3,
      ...eachSecond,
    }),
    gauge(7, 'voltage', 'Motor voltage', { unit: 'V', range: [0, 500], exponent: -2, ...eachSecond }),
    gauge(8, 'flow', 'Flow', { unit: 'l/min', range: [-10, 500], exponent: -3, ...eachSecond }),
    anomalyScore(9),
  ],
  defaultRules: [],
};

const eachCycle = { cadenceMs: MINUTE_MS };
const bar = { unit: 'bar', range: [0, 1000], exponent: -3, ...eachCycle } as const;
const celsius = { unit: '°C', range: [-50, 200], exponent: -3, ...eachCycle } as const;

/** The UCI hydraulic rig (Helwig et al. 2015), one mean a 60-second load cycle. */
export const hydraulicRig: AssetType = {
  id: 'generic.hydraulic_rig',
  label: 'Hydraulic rig',
  components: [{ id: 'cooler', label: 'Cooler', failureModes: [] }],
  signals: [
    ...['a', 'b', 'c', 'd', 'e', 'f'].map((x, i) =>
      gauge(1 + i, `pressure_${x}`, `Pressure ${x.toUpperCase()}`, bar),
    ),
    gauge(10, 'flow_a', 'Flow A', { unit: 'l/min', range: [0, 500], exponent: -3, ...eachCycle }),
    gauge(11, 'flow_b', 'Flow B', { unit: 'l/min', range: [0, 500], exponent: -3, ...eachCycle }),
    ...['a', 'b', 'c', 'd'].map((x, i) =>
      gauge(20 + i, `temp_${x}`, `Temperature ${x.toUpperCase()}`, celsius),
    ),
    gauge(30, 'motor_power', 'Motor power', { unit: 'W', range: [0, 20_000], exponent: -1, ...eachCycle }),
    gauge(31, 'vibration', 'Vibration', { unit: 'mm/s', range: [0, 100], exponent: -4, ...eachCycle }),
    gauge(32, 'cooling_efficiency', 'Cooling efficiency', {
      unit: '%',
      range: [0, 150],
      exponent: -3,
      ...eachCycle,
    }),
    gauge(33, 'cooling_power', 'Cooling power', { unit: 'kW', range: [0, 50], exponent: -4, ...eachCycle }),
    gauge(34, 'efficiency_factor', 'Efficiency factor', {
      unit: '%',
      range: [0, 150],
      exponent: -3,
      ...eachCycle,
    }),
  ],
  defaultRules: [],
};
