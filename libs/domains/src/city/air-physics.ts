import type { SimulationOptions } from '../domain-pack';
import { HourlyNoise } from '../physics/hourly-noise';
import type { Readings } from '../physics/instrument';
import { additive, ownHealthy } from '../physics/readout';
import type { Physics } from '../physics/simulated-machine';
import { AIR_LIMITS } from './air-station';
import { trafficShare } from './junction-physics';

/**
 * A street's air: NO2 from traffic, diluted by weather; ozone where sun meets little NO (photostationary state, Leighton
 * 1961); fine dust by weather system. The cheap sensors lie by temperature and by age (Mead et al. 2013): what they read
 * is sensitivity times truth plus offset; the nightly zero and span checks tell how much.
 */
export function airStationPhysics(options: SimulationOptions): Physics {
  const random = options.random.fork('air');
  const stagnation = new HourlyNoise(random.fork('stagnation'), options.startMs, 30);
  const dust = new HourlyNoise(random.fork('dust'), options.startMs, 36);
  const street = 30 + 25 * random.next();
  const zero = { healthy: 1.2 * random.normal(), failed: AIR_LIMITS.no2Zero.failed };
  const sensitivity = ownHealthy(AIR_LIMITS.no2Sensitivity, random, 0.012);
  const flow = ownHealthy(AIR_LIMITS.inletFlow, random, 0.01);
  const laser = ownHealthy(AIR_LIMITS.laserCurrent, random, 0.03);
  return ({ atMs, weather, noise, wear }) => {
    const still = Math.exp(0.35 * stagnation.at(atMs));
    const trueNo2 = (8 + street * trafficShare(weather.local)) * still;
    const trueO3 = Math.max(2, 62 + 0.07 * weather.solar - 0.75 * trueNo2);
    const truePm = 9 * Math.exp(0.55 * dust.at(atMs)) * still;
    const warm = weather.airTemp - 20;
    const out: Readings = {
      temperature: weather.airTemp + 0.3 * noise.normal(),
      humidity: weather.humidity + noise.normal(),
      o3: trueO3 * (1 + 0.03 * noise.normal()),
    };
    const [cell, particles] = [wear[0]!, wear[1]!];
    if (!cell.stopped) {
      const offset = additive(zero, cell.severity) + 0.06 * warm;
      const gain = additive(sensitivity, cell.severity) + 0.08 * warm;
      out['no2'] = (trueNo2 * gain) / 100 + offset + noise.normal();
      out['no2_zero_offset'] = offset + 0.7 * noise.normal();
      out['no2_sensitivity'] = gain + 0.9 * noise.normal();
    }
    if (!particles.stopped) {
      const inlet = additive(flow, particles.severity);
      out['pm25'] = truePm * inlet * (1 + 0.05 * noise.normal());
      out['inlet_flow'] = inlet * (1 + 0.012 * noise.normal());
      out['laser_current'] = additive(laser, particles.severity ** 1.2) * (1 + 0.015 * noise.normal());
    }
    return out;
  };
}
