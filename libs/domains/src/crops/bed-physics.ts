import type { Random } from '@fettle/kernel';
import { HOUR_MS } from '@fettle/kernel';
import type { SimulationOptions } from '../domain-pack';
import type { LocalTime } from '../physics/calendar';
import type { Readings } from '../physics/instrument';
import { additive, geometric, ownHealthy } from '../physics/readout';
import type { Moment, Physics } from '../physics/simulated-machine';
import { ThermalLag } from '../physics/thermal-lag';
import type { Weather, WeatherSample } from '../physics/weather';
import type { Wear } from '../physics/wear-process';
import { CROPS_LIMITS } from './bed';
import { BlightWatch } from './blight';

const FIELD_CAPACITY = 32;
const WILTING = 14;
/** Longest step that the water balance integrates; a longer silence starts it afresh. */
const BALANCE_STEP_MS = 6 * HOUR_MS;

/** Three turns a day, longer in warm weather: 40 to 120 minutes from 6, 12 and 18 o'clock. */
function irrigating({ hour }: LocalTime, airTemp: number): boolean {
  const hours = 0.67 + 1.33 * Math.min(1, Math.max(0, (airTemp - 8) / 20));
  return [6, 12, 18].some((start) => hour >= start && hour < start + hours);
}

/** One-bucket water balance: irrigation in, evaporation by sun (Makkink 1957: proportional to irradiance), drainage above field capacity. */
class SoilWater {
  private content;
  private lastMs: number;

  constructor(random: Random, startMs: number) {
    this.content = 25 + 4 * random.next();
    this.lastMs = startMs;
  }

  advance(atMs: number, solar: number, flow: number): number {
    const hours = (atMs - this.lastMs) / HOUR_MS;
    this.lastMs = atMs;
    if (hours > BALANCE_STEP_MS / HOUR_MS) return (this.content = 27);
    const evaporation = 0.0016 * solar * Math.max(0, (this.content - WILTING) / (FIELD_CAPACITY - WILTING));
    const drainage = 0.15 * Math.max(0, this.content - FIELD_CAPACITY);
    this.content += hours * (0.02 * flow - evaporation - drainage - 0.05);
    return (this.content = Math.min(48, Math.max(WILTING, this.content)));
  }
}

class WaterWorks {
  private readonly rms;
  private readonly flow;
  private readonly current;
  private readonly response;
  private readonly soil: SoilWater;

  constructor(random: Random, startMs: number) {
    this.rms = ownHealthy(CROPS_LIMITS.pumpRms, random, 0.08);
    this.flow = ownHealthy(CROPS_LIMITS.pumpFlow, random, 0.02);
    this.current = ownHealthy(CROPS_LIMITS.pumpCurrent, random, 0.03);
    this.response = ownHealthy(CROPS_LIMITS.valveResponse, random, 0.08);
    this.soil = new SoilWater(random, startMs);
  }

  /** Pump and valve are measured while they work. Returns the true soil moisture, % VWC. */
  measure(out: Readings, { atMs, weather, noise, wear }: Moment): number {
    const [pump, valve] = wear as readonly [Wear, Wear];
    const runs = irrigating(weather.local, weather.airTemp) && !pump.stopped && !valve.stopped;
    const flow = runs ? additive(this.flow, pump.severity) : 0;
    if (runs) {
      out['pump_flow'] = flow * (1 + 0.015 * noise.normal());
      out['pump_rms'] = geometric(this.rms, pump.severity) * Math.exp(0.06 * noise.normal());
      out['pump_current'] = additive(this.current, pump.severity ** 1.2) * (1 + 0.02 * noise.normal());
      out['valve_response_s'] = geometric(this.response, valve.severity) * Math.exp(0.06 * noise.normal());
    }
    return this.soil.advance(atMs, weather.solar, flow);
  }
}

/** A bed in the open: climate, water balance, and the risk that the weather brings. */
export function cropBedPhysics(options: SimulationOptions, weather: Weather): Physics {
  const random = options.random.fork('bed');
  const works = new WaterWorks(random, options.startMs);
  const soilTemp = new ThermalLag(9 * HOUR_MS);
  const blight = new BlightWatch(options.startMs, options.longitude);
  const probe = {
    healthy: CROPS_LIMITS.probeOffset.healthy + 0.25 * random.normal(),
    failed: CROPS_LIMITS.probeOffset.failed,
  };
  const weatherAt = (hourMs: number): WeatherSample => weather.at(hourMs);
  return (moment) => {
    const { atMs, noise, wear } = moment;
    blight.advance(atMs, weatherAt);
    const soil = soilTemp.follow(moment.weather.airTemp + 0.004 * moment.weather.solar, atMs);
    const out: Readings = {
      air_temp: moment.weather.airTemp + 0.15 * noise.normal(),
      humidity: moment.weather.humidity + 0.6 * noise.normal(),
      solar: moment.weather.solar * (1 + 0.02 * noise.normal()),
      soil_temp: soil + 0.1 * noise.normal(),
      wet_hours: blight.wetHours(),
      blight_risk: blight.risk(),
    };
    const moisture = works.measure(out, moment);
    const part = wear[2]!;
    if (!part.stopped) {
      // Capacitive probes read some hundredths of a percent more a kelvin, beside the ageing that the plan draws.
      const offset = additive(probe, part.severity) + 0.02 * (soil - 15);
      out['soil_moisture'] = moisture + offset + 0.15 * noise.normal();
      out['probe_offset'] = offset + 0.2 * noise.normal();
    }
    return out;
  };
}
