import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, seededRandom, type Clock } from '@fettle/kernel';
import { assetTypeById } from '@fettle/domains';
import type { Sample } from '@fettle/datasets';
import { FrameBuilder } from '../device/frame-builder';
import { SAMPLES_PER_FRAME } from '../device/simulated-device';
import {
  DeviceLink,
  type DeviceCredentials,
  type LinkCounters,
  type LinkedDevice,
} from '../link/device-link';
import { Pacer } from '../link/pacer';
import { Semaphore } from '../link/semaphore';
import type { ReplayAsset, ReplayPlan } from './replay-plan';
import { shiftToPresent } from './time-shift';

export interface ReplayOptions {
  readonly plan: ReplayPlan;
  readonly mqttUrl: string;
  /** The device of each asset of the plan, by the asset's name. */
  readonly devices: Readonly<Record<string, DeviceCredentials>>;
  readonly clock: Clock;
  /** How many times faster than the clock event time passes, at least 1; Infinity: as fast as acknowledgements come. */
  readonly speed: number;
  /** Called about every second. */
  readonly onProgress?: (progress: ReplayProgress) => void;
  readonly signal: AbortSignal;
}

export interface ReplayProgress {
  /** Share of samples sent, 0..1. */
  readonly share: number;
  /** Newest event time sent, NaN before the first. */
  readonly eventMs: number;
  readonly frames: number;
  readonly readings: number;
  readonly rejections: number;
  readonly lastError: string | null;
}

/** A replayed series says what it is, and takes no commands. */
const REPLAYED: LinkedDevice = {
  hello: () => ({ type: 'hello', firmware: 'replay', model: '', package: '', slot: '-', boot: 1 }),
  onCommand: () => undefined,
};

/** What became of one recorded machine. */
export interface ReplayedAsset {
  readonly name: string;
  readonly deviceId: string;
  readonly assetTypeId: string;
  readonly frames: number;
  readonly readings: number;
  /** Event times of its first and last sample, in the present. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Known failures, moved to the present as its samples were. */
  readonly failures: readonly {
    readonly component: string;
    readonly failureMs: number;
    readonly what: string;
  }[];
}

export interface ReplayResult {
  readonly dataset: string;
  readonly assets: readonly ReplayedAsset[];
  readonly frames: number;
  readonly readings: number;
  readonly rejections: number;
  readonly durationMs: number;
}

interface Totals {
  frames: number;
  readings: number;
  samples: number;
  eventMs: number;
}

const IN_FLIGHT_PER_DEVICE = 4;
/** A frame goes out at the latest after this much of the clock's time, so that what is replayed is seen to move. */
const FLUSH_MS = 1_000;
/** How long a replay that is told to stop waits for what is on its way. */
const LAST_ACKNOWLEDGEMENTS_MS = 2_000;

/**
 * Sends a public data set down the same path as live devices: real MQTT, event times moved so that every series ends at
 * the present and never runs ahead of the clock. Resolves when every frame is acknowledged, or early when aborted.
 * Throws `REPLAY.NO_DEVICE` when the plan names an asset that `devices` does not.
 */
export async function runReplay(options: ReplayOptions): Promise<ReplayResult> {
  const { plan, clock, speed, signal } = options;
  setMaxListeners(0, signal);
  const credentials = plan.assets.map(({ name }) => deviceOf(options, name));
  const startedMs = clock.nowMs();
  const durationMs = Math.max(0, ...plan.assets.map(({ fromMs, toMs }) => toMs - fromMs));
  const shift = shiftToPresent(startedMs, durationMs, speed);
  const pacer = new Pacer(clock, shift.originMs, Math.max(1, speed), signal);
  const counters: LinkCounters = {
    connected: 0,
    reconnects: 0,
    refused: 0,
    framesAcknowledged: 0,
    rejections: 0,
    lastError: null,
  };
  const random = seededRandom(plan.assets.length);
  const context = { mqttUrl: options.mqttUrl, random, signIns: new Semaphore(16), counters };
  const totals: Totals = { frames: 0, readings: 0, samples: 0, eventMs: NaN };
  const expected = plan.assets.reduce((sum, { samples }) => sum + samples, 0);
  const report = (): void => {
    const { frames, readings, samples, eventMs } = totals;
    const { rejections, lastError } = counters;
    options.onProgress?.({
      share: samples / Math.max(1, expected),
      eventMs,
      frames,
      readings,
      rejections,
      lastError,
    });
  };
  const timer = setInterval(report, 1_000);
  try {
    const bootId = Math.floor(startedMs / 1_000) >>> 0;
    const assets = await Promise.all(
      plan.assets.map((asset, i) => {
        const link = new DeviceLink(context, credentials[i]!, REPLAYED);
        const player = new SeriesPlayer(asset, link, totals, bootId);
        return player.play(credentials[i]!.deviceId, shift.shiftOf(asset.toMs), pacer, options);
      }),
    );
    const { frames, readings } = totals;
    return {
      dataset: plan.dataset,
      assets,
      frames,
      readings,
      rejections: counters.rejections,
      durationMs: clock.nowMs() - startedMs,
    };
  } finally {
    clearInterval(timer);
    report();
  }
}

function deviceOf({ devices }: ReplayOptions, name: string): DeviceCredentials {
  const credentials = devices[name];
  if (credentials === undefined) {
    throw new AppError('REPLAY.NO_DEVICE', `no device for "${name}"`, { details: { name } });
  }
  return credentials;
}

class SeriesPlayer {
  private readonly builder: FrameBuilder;
  private readonly places = new Semaphore(IN_FLIGHT_PER_DEVICE);
  private readonly sending = new Set<Promise<void>>();
  private frames = 0;
  private readings = 0;
  private flushedMs = 0;

  constructor(
    private readonly asset: ReplayAsset,
    private readonly link: DeviceLink,
    private readonly totals: Totals,
    /** A replay is a new start of the device: frames of an earlier one may not be taken for these. */
    private readonly bootId: number,
  ) {
    this.builder = new FrameBuilder(assetTypeById(asset.assetTypeId)!);
  }

  async play(
    deviceId: string,
    shiftMs: number,
    pacer: Pacer,
    options: ReplayOptions,
  ): Promise<ReplayedAsset> {
    const { clock, signal } = options;
    const stopped = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      if (signal.aborted) resolve();
    });
    void stopped.then(() => this.places.openWide());
    this.link.open();
    this.flushedMs = clock.nowMs();
    let last: Sample | undefined;
    for await (const sample of this.asset.series.samples()) {
      if (sample.tMs < this.asset.fromMs) continue;
      await pacer.until(sample.tMs + shiftMs);
      if (signal.aborted) break;
      last = sample;
      this.builder.add(sample.tMs + shiftMs, sample.values);
      this.totals.samples += 1;
      const due = clock.nowMs() - this.flushedMs >= FLUSH_MS && Number.isFinite(options.speed);
      if (due || this.builder.sampleCount >= SAMPLES_PER_FRAME) await this.flush(clock);
    }
    await this.flush(clock);
    const lastChance = stopped.then(() => sleep(LAST_ACKNOWLEDGEMENTS_MS));
    await Promise.race([Promise.all(this.sending), lastChance]);
    await this.link.close();
    const { name, assetTypeId, fromMs, series } = this.asset;
    return {
      name,
      deviceId,
      assetTypeId,
      frames: this.frames,
      readings: this.readings,
      fromMs: fromMs + shiftMs,
      toMs: (last?.tMs ?? fromMs) + shiftMs,
      failures: series.failures.map((failure) => ({ ...failure, failureMs: failure.failureMs + shiftMs })),
    };
  }

  private async flush(clock: Clock): Promise<void> {
    this.flushedMs = clock.nowMs();
    const eventMs = this.builder.firstMs;
    const frame = this.builder.take(this.bootId, this.frames);
    if (frame === null) return;
    const release = await this.places.acquire();
    this.frames += 1;
    this.readings += frame.readings;
    this.totals.frames += 1;
    this.totals.readings += frame.readings;
    this.totals.eventMs = eventMs;
    const sent = this.link.send(frame.payload).then(() => {
      release();
      this.sending.delete(sent);
    });
    this.sending.add(sent);
  }
}
