import { type DynamicModule, Global, Module } from '@nestjs/common';
import { type Clock, systemClock } from '@fettle/kernel';
import type { FettleConfig } from './config';
import { HealthRegistry } from './health';
import { MetricsRegistry } from './metrics';

/** Injection tokens of values without a class. */
export const FETTLE_CONFIG = Symbol('FETTLE_CONFIG');
export const CLOCK = Symbol('CLOCK');

/** What every service may ask for: its configuration, the time, health and metrics. One a process. */
@Global()
@Module({})
export class PlatformModule {
  static forParts(parts: {
    config: FettleConfig;
    clock: Clock;
    health: HealthRegistry;
    metrics: MetricsRegistry;
  }): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: FETTLE_CONFIG, useValue: parts.config },
        { provide: CLOCK, useValue: parts.clock },
        { provide: HealthRegistry, useValue: parts.health },
        { provide: MetricsRegistry, useValue: parts.metrics },
      ],
      exports: [FETTLE_CONFIG, CLOCK, HealthRegistry, MetricsRegistry],
    };
  }

  /** For a process that runs one service on its own: health and metrics of its own. */
  static forRoot(config: FettleConfig, clock: Clock = systemClock): DynamicModule {
    return PlatformModule.forParts({
      config,
      clock,
      health: new HealthRegistry(),
      metrics: new MetricsRegistry(),
    });
  }
}
