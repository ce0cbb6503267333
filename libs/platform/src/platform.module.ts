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
  static forRoot(config: FettleConfig, clock: Clock = systemClock): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: FETTLE_CONFIG, useValue: config },
        { provide: CLOCK, useValue: clock },
        HealthRegistry,
        MetricsRegistry,
      ],
      exports: [FETTLE_CONFIG, CLOCK, HealthRegistry, MetricsRegistry],
    };
  }
}
