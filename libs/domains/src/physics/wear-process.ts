import type { Random } from '@fettle/kernel';
import { DAY_MS, HOUR_MS } from '@fettle/kernel';
import type { TrueFailure, WearPlan } from '../domain-pack';
import { bridgeAt, drawBridge, growth } from './degradation-path';

/** State of one component at a moment. */
export interface Wear {
  /** Progress of the failure mode's indicators from `healthy` (0) to `failed` (1). Exactly 1 from the failure on. */
  readonly severity: number;
  /** True while it is being repaired: out of service, nothing to measure. */
  readonly stopped: boolean;
}

interface Life {
  readonly startMs: number;
  readonly onsetMs: number;
  readonly failureMs: number;
  readonly repairFromMs: number;
  readonly repairedMs: number;
  readonly curvature: number;
  readonly bridge: readonly number[];
}

const AS_NEW: Wear = { severity: 0, stopped: false };
const FAILED: Wear = { severity: 1, stopped: false };
const REPAIR: Wear = { severity: 1, stopped: true };

/**
 * The lives of one component, one after the other: as new, defect develops, fails, runs on failed for some hours until
 * noticed, is repaired, begins again as new. Lives are Weibull distributed. A pure function of seed and time: the steps
 * at which it is read change nothing. Times may rise only.
 */
export class WearProcess {
  private readonly lives: Life[] = [];
  private current = 0;

  constructor(
    private readonly random: Random,
    readonly plan: WearPlan,
    private readonly startMs: number,
    lifeUsed: number | undefined,
  ) {
    this.lives.push(this.firstLife(lifeUsed));
  }

  at(atMs: number): Wear {
    while (atMs >= this.lives[this.current]!.repairedMs) {
      this.current += 1;
      this.lifeNumber(this.current);
    }
    const life = this.lives[this.current]!;
    if (atMs < life.onsetMs) return AS_NEW;
    if (atMs >= life.repairFromMs) return REPAIR;
    if (atMs >= life.failureMs) return FAILED;
    return {
      severity: this.severity(life, (atMs - life.onsetMs) / (life.failureMs - life.onsetMs)),
      stopped: false,
    };
  }

  /** Failures in [start of the simulation, untilMs], oldest first. */
  failures(untilMs: number): TrueFailure[] {
    const found: TrueFailure[] = [];
    for (let n = 0; this.lifeNumber(n).failureMs <= untilMs; n++) {
      const life = this.lifeNumber(n);
      if (life.failureMs >= this.startMs) found.push(this.truth(life));
    }
    return found;
  }

  /** The failure that the present life runs into, or undefined while the part is failed or in repair. */
  upcoming(atMs: number): TrueFailure | undefined {
    const life = this.lives[this.current]!;
    return atMs < life.failureMs ? this.truth(life) : undefined;
  }

  private truth(life: Life): TrueFailure {
    const { component, failureMode } = this.plan;
    return { component, failureMode, onsetMs: life.onsetMs, failureMs: life.failureMs };
  }

  private severity(life: Life, share: number): number {
    const path =
      growth(this.plan.law, share, life.curvature) + this.plan.wander * bridgeAt(life.bridge, share);
    const jump = this.plan.jump ?? 0;
    return Math.min(0.999, Math.max(0, jump + (1 - jump) * path));
  }

  private firstLife(lifeUsed: number | undefined): Life {
    const random = this.random.fork('life-0');
    const drawn = this.lifeLength(random);
    const age = random.next();
    const length = lifeUsed === undefined ? drawn : this.plan.medianLifeMs;
    return this.develop(random, this.startMs - (lifeUsed ?? age) * length, length);
  }

  private lifeNumber(n: number): Life {
    while (this.lives.length <= n) {
      const random = this.random.fork(`life-${this.lives.length}`);
      this.lives.push(this.develop(random, this.lives.at(-1)!.repairedMs, this.lifeLength(random)));
    }
    return this.lives[n]!;
  }

  private lifeLength(random: Random): number {
    return this.plan.medianLifeMs * (-Math.log(1 - random.next()) / Math.LN2) ** (1 / this.plan.weibullShape);
  }

  private develop(random: Random, startMs: number, length: number): Life {
    const between = ([low, high]: readonly [number, number]): number => low + (high - low) * random.next();
    const developMs = Math.min(between(this.plan.developDays) * DAY_MS, 0.9 * length);
    const failureMs = Math.round(startMs + length);
    const repairFromMs = failureMs + between([2, 10]) * HOUR_MS;
    return {
      startMs,
      onsetMs: Math.round(failureMs - developMs),
      failureMs,
      repairFromMs,
      repairedMs: repairFromMs + between(this.plan.repairHours) * HOUR_MS,
      curvature: between([0, 1]),
      bridge: drawBridge(random),
    };
  }
}
