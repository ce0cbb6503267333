import type { Random } from '@fettle/kernel';
import { HourlyNoise, normalCdf } from './hourly-noise';
import { localTime, type LocalTime } from './calendar';

const RADIANS = Math.PI / 180;

export interface WeatherSample {
  readonly local: LocalTime;
  /** °C. */
  readonly airTemp: number;
  /** Relative humidity, %. */
  readonly humidity: number;
  /** Cloud cover, 0..1. */
  readonly cloud: number;
  /** Global horizontal irradiance, W/m². */
  readonly solar: number;
}

/** Saturation vapour pressure in hPa over water (Magnus form, Alduchov and Eskridge 1996). */
function saturationPressure(celsius: number): number {
  return 6.1094 * Math.exp((17.625 * celsius) / (243.04 + celsius));
}

/** Cosine of the sun's zenith angle; below zero at night. Declination after Cooper (1969). */
export function cosZenith(local: LocalTime, latitude: number): number {
  const declination = 23.45 * RADIANS * Math.sin((2 * Math.PI * (284 + local.dayOfYear)) / 365);
  const hourAngle = (local.hour - 12) * 15 * RADIANS;
  const phi = latitude * RADIANS;
  return Math.sin(phi) * Math.sin(declination) + Math.cos(phi) * Math.cos(declination) * Math.cos(hourAngle);
}

/**
 * A place's weather: seasons and days from its position, weather systems as hourly noise. Deterministic by seed and
 * independent of the steps at which it is read. Clear-sky irradiance after Haurwitz (1945), clouds after Kasten and
 * Czeplak (1980); the climate is a smooth function of latitude, right to a few kelvin, not a record of a place.
 */
export class Weather {
  private readonly clouds: HourlyNoise;
  private readonly fronts: HourlyNoise;
  private readonly moisture: HourlyNoise;

  constructor(
    random: Random,
    startMs: number,
    private readonly latitude: number,
    private readonly longitude: number,
  ) {
    this.clouds = new HourlyNoise(random.fork('clouds'), startMs, 18);
    this.fronts = new HourlyNoise(random.fork('fronts'), startMs, 60);
    this.moisture = new HourlyNoise(random.fork('moisture'), startMs, 40);
  }

  at(atMs: number): WeatherSample {
    const local = localTime(atMs, this.longitude);
    const cloud = normalCdf(this.clouds.at(atMs));
    const sun = Math.max(0, cosZenith(local, this.latitude));
    const clear = sun > 0.01 ? 1098 * sun * Math.exp(-0.057 / sun) : 0;
    const dayMean = this.dayMean(local) + 3 * this.fronts.at(atMs);
    const swing = 1.5 + 4 * (1 - cloud);
    const airTemp = dayMean + swing * Math.cos(((local.hour - 15) / 12) * Math.PI);
    const dewPoint = dayMean - 4.5 - 2.5 * (1 - cloud) + 2 * this.moisture.at(atMs);
    const humidity = Math.min(100, (100 * saturationPressure(dewPoint)) / saturationPressure(airTemp));
    return { local, airTemp, humidity, cloud, solar: clear * (1 - 0.75 * cloud ** 3.4) };
  }

  /** Mean of the day by latitude and season; the year lags the sun by a month. */
  private dayMean(local: LocalTime): number {
    const season = Math.cos((2 * Math.PI * (local.dayOfYear - 200)) / 365.2425) * Math.sign(this.latitude);
    return 27 - 0.0065 * this.latitude * this.latitude + 0.2 * Math.abs(this.latitude) * season;
  }
}
