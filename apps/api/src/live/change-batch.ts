import type { LiveAlert, LiveChanges, LiveDevice, LiveForecast, LiveValues } from '@fettle/contracts';

/** Readings kept for one signal of one batch: enough to draw, not a backlog. */
const MAX_READINGS = 600;

/** Changes of one tenant that wait for the next push: of each thing its newest state, so that it stays small. */
export class ChangeBatch {
  private readonly forecasts = new Map<string, LiveForecast>();
  private readonly alerts = new Map<string, LiveAlert>();
  private readonly devices = new Map<string, LiveDevice>();

  addForecast(forecast: LiveForecast): void {
    this.forecasts.set(`${forecast.assetId}/${forecast.component}/${forecast.failureMode}`, forecast);
  }

  /** An older revision than the one that waits is dropped. */
  addAlert(alert: LiveAlert): void {
    const known = this.alerts.get(alert.id);
    if (!known || known.revision <= alert.revision) this.alerts.set(alert.id, alert);
  }

  addDevice(device: LiveDevice): void {
    this.devices.set(device.deviceId, device);
  }

  take(at: string): LiveChanges {
    return {
      at,
      forecasts: [...this.forecasts.values()],
      alerts: [...this.alerts.values()],
      devices: [...this.devices.values()],
      values: [],
    };
  }
}

/** Readings of one watched asset that wait for the next push, oldest dropped first. */
export class ValueBatch {
  private readonly values = new Map<string, LiveValues>();

  constructor(private readonly assetId: string) {}

  add(deviceId: string, signal: string, t: ArrayLike<number>, v: ArrayLike<number | null>): void {
    const key = `${deviceId}/${signal}`;
    const known = this.values.get(key) ?? { assetId: this.assetId, deviceId, signal, t: [], v: [] };
    this.values.set(key, known);
    for (let i = Math.max(0, t.length - MAX_READINGS); i < t.length; i++) {
      known.t.push(t[i]!);
      known.v.push(v[i]!);
    }
    const excess = known.t.length - MAX_READINGS;
    if (excess > 0) {
      known.t.splice(0, excess);
      known.v.splice(0, excess);
    }
  }

  take(at: string): LiveChanges {
    return { at, forecasts: [], alerts: [], devices: [], values: [...this.values.values()] };
  }
}
