import { HOUR_MS } from '@fettle/kernel';
import { localTime } from '../physics/calendar';

const HUMID_PERCENT = 90;
const NEEDED_HOURS = 6;
const NEEDED_MIN_TEMP = 10;

interface Day {
  humidHours: number;
  minTemp: number;
}

/** How far one day met the Hutton criteria, 0..1; 1 exactly when it did. */
function dayShare({ humidHours, minTemp }: Day): number {
  return Math.min(1, humidHours / NEEDED_HOURS) * Math.min(1, Math.max(0, minTemp / NEEDED_MIN_TEMP));
}

/**
 * Weather risk of potato late blight by the Hutton criteria (Dancey, Skelsey and Cooke 2017, which replaced the Smith
 * period of 1956): two days in a row, each with a minimum of at least 10 °C and at least six hours at 90 % humidity or
 * more. Fed once an hour of local time with that hour's weather.
 */
export class BlightWatch {
  private readonly humid: boolean[] = [];
  private today: Day = { humidHours: 0, minTemp: Infinity };
  private lastDays: readonly [number, number] = [0, 0];
  private hour: number;

  constructor(
    startMs: number,
    private readonly longitude: number,
  ) {
    this.hour = Math.floor(startMs / HOUR_MS);
  }

  /** Takes the weather of every whole hour that has passed; more than two days at once are cut to the last two. */
  advance(atMs: number, weatherAt: (hourMs: number) => { humidity: number; airTemp: number }): void {
    const now = Math.floor(atMs / HOUR_MS);
    this.hour = Math.max(this.hour, now - 48);
    for (; this.hour < now; this.hour++) this.takeHour(this.hour * HOUR_MS, weatherAt(this.hour * HOUR_MS));
  }

  /** Humid hours among the last 24. */
  wetHours(): number {
    return this.humid.reduce((sum, humid) => sum + (humid ? 1 : 0), 0);
  }

  /** Mean share of the last two whole days: 1 exactly in a Hutton period. */
  risk(): number {
    return (this.lastDays[0] + this.lastDays[1]) / 2;
  }

  private takeHour(hourMs: number, weather: { humidity: number; airTemp: number }): void {
    const before = localTime(hourMs - HOUR_MS, this.longitude).day;
    if (localTime(hourMs, this.longitude).day !== before) {
      this.lastDays = [this.lastDays[1], dayShare(this.today)];
      this.today = { humidHours: 0, minTemp: Infinity };
    }
    const humid = weather.humidity >= HUMID_PERCENT;
    this.humid.push(humid);
    if (this.humid.length > 24) this.humid.shift();
    this.today.humidHours += humid ? 1 : 0;
    this.today.minTemp = Math.min(this.today.minTemp, weather.airTemp);
  }
}
