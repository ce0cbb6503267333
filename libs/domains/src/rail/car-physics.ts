import { HOUR_MS, MINUTE_MS } from '@fettle/kernel';
import type { SimulationOptions } from '../domain-pack';
import { hourBump, type LocalTime } from '../physics/calendar';
import type { Readings } from '../physics/instrument';
import { additive, bearingKurtosis, geometric, ownHealthy } from '../physics/readout';
import type { Moment, Physics } from '../physics/simulated-machine';
import { ThermalLag } from '../physics/thermal-lag';
import type { Wear } from '../physics/wear-process';
import { AXLE_BOXES, DOORS, RAIL_LIMITS } from './car';

/** Vibration is measured only above this speed: below, the axle turns too slowly to excite the bearing. */
const MEASURE_FROM_KMH = 20;
const REFERENCE_KMH = 75;
/** Not a divisor of any sensible cadence, so that samples fall on all phases of a run between two stops. */
const STOP_CYCLE_MS = 247_000;

/** Share of the full timetable that runs: 05:00 to 00:30, thinner at night's edges and weekends. */
function service({ hour, weekend }: LocalTime): number {
  const shifted = (hour + 19) % 24;
  if (shifted >= 19.5) return 0;
  return weekend ? 0.75 : 1;
}

/** Passengers in % of seats: two peaks on weekdays, one broad hump at weekends. */
function passengers({ hour, weekend }: LocalTime): number {
  if (weekend) return 15 + 40 * hourBump(hour, 14, 4);
  return 18 + 75 * hourBump(hour, 8, 1.2) + 68 * hourBump(hour, 17.3, 1.6) + 18 * hourBump(hour, 12.5, 2.5);
}

/** Share of the line speed within a run between stops: trapezoid, standing for a tenth of the cycle. */
function runProfile(atMs: number, phaseMs: number): number {
  const cycle = ((atMs + phaseMs) % STOP_CYCLE_MS) / STOP_CYCLE_MS;
  return Math.max(0, Math.min(1, (cycle - 0.1) / 0.15, (1 - cycle) / 0.15));
}

class AxleBox {
  private readonly rms;
  private readonly tempRise;
  private readonly lag = new ThermalLag(45 * MINUTE_MS);
  private readonly names;

  constructor(n: number, options: SimulationOptions) {
    const random = options.random.fork(`axle-box-${n}`);
    this.rms = ownHealthy(RAIL_LIMITS.bearingRms, random, 0.1);
    this.tempRise = ownHealthy(RAIL_LIMITS.bearingTempRise, random, 0.08);
    this.names = [`bearing_${n}_rms`, `bearing_${n}_kurtosis`, `bearing_${n}_temp_rise`] as const;
  }

  /** Friction heat follows load and running (lag of the housing), vibration follows the speed's excitation. */
  measure(
    out: Readings,
    moment: Moment,
    wear: Wear,
    run: { speed: number; load: number; duty: number },
  ): void {
    const { noise, atMs } = moment;
    const heat = run.duty * (0.93 + 0.0014 * run.load);
    const rise = this.lag.follow(additive(this.tempRise, wear.severity ** 1.6) * heat, atMs);
    if (wear.stopped) return;
    out[this.names[2]] = rise + 0.6 * noise.normal();
    if (run.speed < MEASURE_FROM_KMH) return;
    const excitation = (run.speed / REFERENCE_KMH) ** 0.3 * (0.96 + 0.0008 * run.load);
    out[this.names[0]] = geometric(this.rms, wear.severity) * excitation * Math.exp(0.07 * noise.normal());
    out[this.names[1]] = bearingKurtosis(wear.severity) * Math.exp(0.05 * noise.normal());
  }
}

class Door {
  private readonly closing;
  private readonly current;
  private readonly names;

  constructor(n: number, options: SimulationOptions) {
    const random = options.random.fork(`door-${n}`);
    this.closing = ownHealthy(RAIL_LIMITS.doorClosing, random, 0.03);
    this.current = ownHealthy(RAIL_LIMITS.doorCurrent, random, 0.05);
    this.names = [`door_${n}_closing_s`, `door_${n}_current`] as const;
  }

  /** Cold grease is stiff: about half a percent a kelvin below 10 °C. */
  measure(out: Readings, { noise, weather }: Moment, wear: Wear): void {
    if (wear.stopped) return;
    const stiffness = 1 + 0.005 * Math.max(0, 10 - weather.airTemp);
    out[this.names[0]] = additive(this.closing, wear.severity) * stiffness * Math.exp(0.03 * noise.normal());
    out[this.names[1]] =
      additive(this.current, wear.severity ** 1.3) * stiffness * Math.exp(0.05 * noise.normal());
  }
}

/** A car on a suburban line: stands at night, in the depot while any part of it is repaired. */
export function railCarPhysics(options: SimulationOptions): Physics {
  const boxes = AXLE_BOXES.map((n) => new AxleBox(n, options));
  const doors = DOORS.map((n) => new Door(n, options));
  const random = options.random.fork('line');
  const lineSpeed = 85 + 30 * random.next();
  const phaseMs = random.next() * HOUR_MS;
  const impact = ownHealthy(RAIL_LIMITS.wheelImpact, random, 0.04);
  const thinning = random.next();
  return (moment) => {
    const { weather, noise, atMs, wear } = moment;
    const inDepot = wear.some((part) => part.stopped);
    const share = inDepot ? 0 : service(weather.local);
    const runs = share > 0 && (share === 1 || (weather.local.day * 0.618 + thinning) % 1 < share);
    const speed = runs ? lineSpeed * runProfile(atMs, phaseMs) * (0.97 + 0.06 * noise.next()) : 0;
    const load = runs ? Math.max(0, passengers(weather.local) + 6 * noise.normal()) : 0;
    const out: Readings = { speed, load, ambient_temp: weather.airTemp + 0.2 * noise.normal() };
    // Two thirds of the running heat are there at the line's mean speed; the depot leaves the boxes at ambience.
    const duty = runs ? 0.6 + 0.4 * (lineSpeed / 100) : 0;
    boxes.forEach((box, i) => box.measure(out, moment, wear[i]!, { speed, load, duty }));
    if (!runs) return out;
    const wheel = wear[boxes.length]!;
    if (speed >= MEASURE_FROM_KMH && !wheel.stopped) {
      const dynamic = 0.94 + 0.0008 * speed;
      out['wheel_impact'] =
        geometric(impact, wheel.severity) * dynamic * (0.95 + 0.001 * load) * Math.exp(0.05 * noise.normal());
    }
    doors.forEach((door, i) => door.measure(out, moment, wear[boxes.length + 1 + i]!));
    return out;
  };
}
