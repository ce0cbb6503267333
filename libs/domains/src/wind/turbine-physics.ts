import type { Random } from '@fettle/kernel';
import { MINUTE_MS } from '@fettle/kernel';
import type { SimulationOptions } from '../domain-pack';
import { HourlyNoise, normalCdf } from '../physics/hourly-noise';
import type { Readings } from '../physics/instrument';
import { additive, bearingKurtosis, geometric, ownHealthy } from '../physics/readout';
import type { Moment, Physics } from '../physics/simulated-machine';
import { ThermalLag } from '../physics/thermal-lag';
import type { Wear } from '../physics/wear-process';
import { WIND_LIMITS } from './turbine';

const RATED_KW = 2500;
const CUT_IN = 3;
const RATED_WIND = 12;
const CUT_OUT = 25;

/** Power of the fleet's turbine, kW: cubic between cut-in and rated wind (IEC 61400-12-1 describes how it is measured). */
export function powerCurve(windSpeed: number): number {
  if (windSpeed < CUT_IN || windSpeed > CUT_OUT) return 0;
  return RATED_KW * Math.min(1, (windSpeed ** 3 - CUT_IN ** 3) / (RATED_WIND ** 3 - CUT_IN ** 3));
}

/** Weibull quantile at the probability of a standard normal value; shape 2, the usual mid-latitude site. */
export function windFromNormal(x: number, scale: number): number {
  return scale * Math.sqrt(-Math.log(Math.max(1e-9, 1 - normalCdf(x))));
}

interface Running {
  readonly share: number;
  readonly rotor: number;
}

class DriveTrain {
  private readonly bearingRms;
  private readonly bearingRise;
  private readonly gearRms;
  private readonly oilTemp;
  private readonly particles;
  private readonly bearingLag = new ThermalLag(120 * MINUTE_MS);
  private readonly oilLag = new ThermalLag(90 * MINUTE_MS);

  constructor(random: Random) {
    this.bearingRms = ownHealthy(WIND_LIMITS.mainBearingRms, random, 0.1);
    this.bearingRise = ownHealthy(WIND_LIMITS.mainBearingTempRise, random, 0.06);
    this.gearRms = ownHealthy(WIND_LIMITS.gearboxRms, random, 0.08);
    this.oilTemp = ownHealthy(WIND_LIMITS.gearboxOilTemp, random, 0.02);
    this.particles = ownHealthy(WIND_LIMITS.oilParticles, random, 0.1);
  }

  /** Excitation and heat rise with torque; temperatures lag by hours, debris counts scatter as a Poisson count does. */
  measure(out: Readings, moment: Moment, run: Running): void {
    const [bearing, gear] = moment.wear as readonly [Wear, Wear];
    this.heat(out, moment, run, [bearing, gear]);
    if (run.rotor < 4) return;
    const { noise } = moment;
    const torque = 0.92 + 0.2 * run.share;
    if (!bearing.stopped) {
      out['main_bearing_rms'] =
        geometric(this.bearingRms, bearing.severity) * torque * Math.exp(0.07 * noise.normal());
      out['main_bearing_kurtosis'] = bearingKurtosis(bearing.severity) * Math.exp(0.06 * noise.normal());
    }
    if (gear.stopped) return;
    out['gearbox_rms'] = geometric(this.gearRms, gear.severity) * torque * Math.exp(0.06 * noise.normal());
    const rate = geometric(this.particles, gear.severity) * (0.85 + 0.3 * run.share);
    out['oil_particles'] = Math.max(0, rate + Math.sqrt(rate) * noise.normal());
  }

  private heat(
    out: Readings,
    { atMs, noise, weather }: Moment,
    run: Running,
    [bearing, gear]: [Wear, Wear],
  ): void {
    const running = run.rotor > 4 ? 0.9 + 0.25 * run.share : 0.2;
    const rise = this.bearingLag.follow(additive(this.bearingRise, bearing.severity ** 1.6) * running, atMs);
    const sump = additive(this.oilTemp, gear.severity ** 1.6) - this.oilTemp.healthy;
    const oilTarget =
      run.rotor > 4
        ? this.oilTemp.healthy -
          8 +
          9 * run.share +
          0.25 * (weather.airTemp - 10) +
          sump * (0.92 + 0.2 * run.share)
        : 18 + 0.8 * weather.airTemp;
    const oil = this.oilLag.follow(oilTarget, atMs);
    // Condition is read under load only; the masses cool on meanwhile.
    if (run.rotor < 4) return;
    if (!bearing.stopped) out['main_bearing_temp_rise'] = rise + 0.5 * noise.normal();
    if (!gear.stopped) out['gearbox_oil_temp'] = oil + 0.4 * noise.normal();
  }
}

/** A turbine in a Weibull wind with hours of memory; it stands while any part of it is repaired. */
export function turbinePhysics(options: SimulationOptions): Physics {
  const random = options.random.fork('turbine');
  const wind = new HourlyNoise(random.fork('wind'), options.startMs, 14);
  const scale = 8.2 + 1.6 * random.next();
  const train = new DriveTrain(random);
  const current = ownHealthy(WIND_LIMITS.pitchCurrent, random, 0.06);
  const error = ownHealthy(WIND_LIMITS.pitchError, random, 0.08);
  return (moment) => {
    const { atMs, noise, weather, wear } = moment;
    const windSpeed = Math.max(0, windFromNormal(wind.at(atMs), scale) * (1 + 0.08 * noise.normal()));
    const standing = wear.some((part) => part.stopped);
    const power = standing ? 0 : powerCurve(windSpeed);
    const rotor = power === 0 ? 0.4 * noise.next() : Math.min(16.5, 6 + 1.3 * (windSpeed - CUT_IN));
    const out: Readings = {
      wind_speed: windSpeed,
      power: power === 0 ? -8 : power * (1 + 0.01 * noise.normal()),
      rotor_speed: rotor * (1 + 0.005 * noise.normal()),
      ambient_temp: weather.airTemp + 0.2 * noise.normal(),
    };
    train.measure(out, moment, { share: power / RATED_KW, rotor });
    const pitch = wear[2]!;
    if (!standing && power > 0) {
      const gusts = 0.9 + 0.012 * windSpeed;
      out['pitch_error'] = geometric(error, pitch.severity) * gusts * Math.exp(0.1 * noise.normal());
      out['pitch_current'] = additive(current, pitch.severity) * gusts * Math.exp(0.05 * noise.normal());
    }
    return out;
  };
}
