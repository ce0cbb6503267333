import { HOUR_MS } from '@fettle/kernel';
import type { SimulationOptions } from '../domain-pack';
import { hourBump, type LocalTime } from '../physics/calendar';
import { HourlyNoise } from '../physics/hourly-noise';
import type { Readings } from '../physics/instrument';
import { additive, geometric, ownHealthy } from '../physics/readout';
import type { Moment, Physics } from '../physics/simulated-machine';
import { ThermalLag } from '../physics/thermal-lag';
import { JUNCTION_LIMITS, LAMPS } from './junction';

/** Vehicles an hour as a share of the junction's peak: commuters on weekdays, a late broad hump at weekends. */
export function trafficShare({ hour, weekend }: LocalTime): number {
  if (weekend) return 0.06 + 0.5 * hourBump(hour, 14.5, 4);
  return (
    0.05 + 0.85 * hourBump(hour, 8, 1.3) + 0.95 * hourBump(hour, 17.2, 1.8) + 0.45 * hourBump(hour, 12.5, 2.8)
  );
}

/** Volume, occupancy and speed by the parabola of Greenshields (1935): speed falls linearly with density. */
function traffic(out: Readings, { weather, noise }: Moment, peakVolume: number, swing: number): void {
  const share = Math.min(1.15, trafficShare(weather.local) * (1 + 0.08 * swing));
  const density = (1 - Math.sqrt(Math.max(0, 1 - 0.8 * share))) / 2;
  out['traffic_volume'] = Math.max(0, peakVolume * share * (1 + 0.06 * noise.normal()));
  out['traffic_occupancy'] = Math.max(0, 55 * density * (1 + 0.08 * noise.normal()));
  out['traffic_speed'] = Math.max(0, 54 * (1 - density) + 2 * noise.normal());
}

/** A junction: LED currents by cabinet temperature, VRLA battery on float charge, vehicles by the clock. */
export function junctionPhysics(options: SimulationOptions): Physics {
  const random = options.random.fork('junction');
  const peakVolume = 700 + 900 * random.next();
  const swing = new HourlyNoise(random.fork('swing'), options.startMs, 10);
  const cabinetLag = new ThermalLag(2 * HOUR_MS);
  const lamps = LAMPS.map((colour) => ({
    name: `${colour}_lamp_current`,
    limit: ownHealthy(JUNCTION_LIMITS.lampCurrent, random, 0.015),
  }));
  const capacity = ownHealthy(JUNCTION_LIMITS.batteryCapacity, random, 0.008);
  const resistance = ownHealthy(JUNCTION_LIMITS.batteryResistance, random, 0.03);
  return (moment) => {
    const { atMs, weather, noise, wear } = moment;
    const cabinet = cabinetLag.follow(weather.airTemp + 7 + 0.012 * weather.solar, atMs);
    const out: Readings = {
      ambient_temp: weather.airTemp + 0.2 * noise.normal(),
      cabinet_temp: cabinet + 0.2 * noise.normal(),
      mains_voltage: 231 - 3 * trafficShare(weather.local) + 1.2 * noise.normal(),
    };
    traffic(out, moment, peakVolume, swing.at(atMs));
    lamps.forEach(({ name, limit }, i) => {
      // A constant-voltage LED string gives some 0.08 % a kelvin more current when warm.
      if (!wear[i]!.stopped)
        out[name] =
          additive(limit, wear[i]!.severity) * (1 + 0.0008 * (cabinet - 25)) * (1 + 0.008 * noise.normal());
    });
    const battery = wear[lamps.length]!;
    if (battery.stopped) return out;
    // Capacity falls and resistance rises in the cold by 0.15 and 0.4 % a kelvin about 20 °C (IEEE 1188 corrects so).
    const warm = cabinet - 20;
    out['battery_capacity'] =
      additive(capacity, battery.severity) + 0.1 * Math.min(0, warm) + 0.4 * noise.normal();
    out['battery_resistance'] =
      geometric(resistance, battery.severity) * (1 - 0.004 * warm) * (1 + 0.012 * noise.normal());
    out['battery_voltage'] = 27.3 - 0.03 * warm - 0.5 * battery.severity + 0.03 * noise.normal();
    return out;
  };
}
