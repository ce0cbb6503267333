import { type DeviceResponse, type FleetRowResponse, URGENCIES } from '@fettle/contracts';
import { DAY_MS } from '@fettle/kernel';
import type { FleetTruth } from '../../apps/fleet/src';

export interface RiskFigures {
  /** Parts that truly fail within the time, as `asset/component`. */
  readonly due: readonly string[];
  /** The first rows of the list that are truly due. */
  readonly found: readonly string[];
  /** Rows called critical or warning, and those of them whose part truly fails within 30 days. */
  readonly called: readonly string[];
  readonly calledRightly: readonly string[];
  readonly line: string;
}

const key = (assetId: string, component: string): string => `${assetId}/${component}`;

/** Most urgent first, as the fleet list has it. */
export function byUrgency(a: FleetRowResponse, b: FleetRowResponse): number {
  const urgency = ({ forecast }: FleetRowResponse): number => URGENCIES.indexOf(forecast.urgency);
  return urgency(a) - urgency(b) || (a.forecast.rul.p50 ?? Infinity) - (b.forecast.rul.p50 ?? Infinity);
}

/** The fleet list held against what will truly happen, which the product never sees. */
export function trueRisk(
  rows: readonly FleetRowResponse[],
  devices: readonly DeviceResponse[],
  truth: FleetTruth,
  { top, days }: { readonly top: number; readonly days: number },
): RiskFigures {
  const assetOf = new Map(devices.map(({ id, assetId }) => [id, assetId]));
  const within = (limitDays: number): Set<string> =>
    new Set(
      truth.devices.flatMap(({ deviceId, upcoming }) =>
        upcoming
          .filter(({ failureMs }) => failureMs < truth.asOfMs + limitDays * DAY_MS)
          .map(({ component }) => key(assetOf.get(deviceId) ?? deviceId, component)),
      ),
    );
  const due = within(days);
  const keys = [...rows].sort(byUrgency).map((row) => key(row.assetId, row.forecast.component));
  const found = keys.slice(0, top).filter((each) => due.has(each));
  const called = rows
    .filter(({ forecast }) => forecast.urgency === 'critical' || forecast.urgency === 'warning')
    .map((row) => key(row.assetId, row.forecast.component));
  const month = within(30);
  const calledRightly = called.filter((each) => month.has(each));
  const line =
    `due within ${days} days: ${due.size}; among the first ${top}: ${found.length} (recall ${share(found.length, due.size)}); ` +
    `called critical or warning: ${called.length}, of which fail within 30 days: ${calledRightly.length} (precision ${share(calledRightly.length, called.length)})`;
  return { due: [...due], found, called, calledRightly, line };
}

const share = (part: number, whole: number): string => (whole === 0 ? '-' : (part / whole).toFixed(2));
