import type { Random } from '@fettle/kernel';
import type {
  SignalDefinition,
  SimulatedAsset,
  SimulationOptions,
  TrueFailure,
  WearPlan,
} from '../domain-pack';
import { Instrument, type Readings } from './instrument';
import { MomentNoise } from './moment-noise';
import { Weather, type WeatherSample } from './weather';
import { type Wear, WearProcess } from './wear-process';

/** What a pack's physics sees at one moment. */
export interface Moment {
  readonly atMs: number;
  readonly weather: WeatherSample;
  /** Measurement noise of this moment: the same for the same seed and time, whatever came before. */
  readonly noise: Random;
  /** By the order of the asset type's wear plans. */
  readonly wear: readonly Wear[];
}

/** Physical values at a moment, by signal name; what cannot be measured now is left out. */
export type Physics = (moment: Moment) => Readings;

export interface MachineModel {
  readonly signals: readonly SignalDefinition[];
  readonly wear: readonly WearPlan[];
  readonly physics: (options: SimulationOptions, weather: Weather) => Physics;
}

/** One machine of a model. */
class SimulatedMachine implements SimulatedAsset {
  private readonly processes: readonly WearProcess[];
  private readonly weather: Weather;
  private readonly instrument: Instrument;
  private readonly physics: Physics;
  private readonly noise: MomentNoise;
  private lastMs: number;

  constructor(model: MachineModel, options: SimulationOptions) {
    const { random, startMs } = options;
    this.lastMs = startMs;
    this.weather = new Weather(random.fork('weather'), startMs, options.latitude, options.longitude);
    this.instrument = new Instrument(random.fork('instrument'), startMs, model.signals);
    this.noise = new MomentNoise(random.fork('noise').below(2 ** 32));
    this.processes = model.wear.map(
      (plan) =>
        new WearProcess(
          random.fork(`wear-${plan.component}`),
          plan,
          startMs,
          options.lifeUsed?.[plan.component],
        ),
    );
    this.physics = model.physics(options, this.weather);
  }

  step(atMs: number): Readings {
    this.lastMs = atMs;
    const noise = this.noise;
    noise.reseed(atMs);
    const wear = this.processes.map((life) => life.at(atMs));
    const values = this.physics({ atMs, weather: this.weather.at(atMs), noise, wear });
    return this.instrument.read(values, atMs, noise);
  }

  failures(untilMs: number): readonly TrueFailure[] {
    return this.processes.flatMap((life) => life.failures(untilMs)).sort((a, b) => a.failureMs - b.failureMs);
  }

  upcoming(): readonly TrueFailure[] {
    return this.processes.flatMap((life) => life.upcoming(this.lastMs) ?? []);
  }
}

/** Makes the `simulate` function of an asset type from its physics. */
export function simulateMachine(model: MachineModel): (options: SimulationOptions) => SimulatedAsset {
  return (options) => new SimulatedMachine(model, options);
}
