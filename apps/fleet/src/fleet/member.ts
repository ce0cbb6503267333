import { MINUTE_MS, seededRandom, type Random } from '@fettle/kernel';
import { DeviceLink, type LinkContext } from '../link/device-link';
import { firstTick, SimulatedDevice, type FleetDevice, type OutgoingFrame } from '../device/simulated-device';
import type { DevicePosition } from '../device/device-position';
import { readCommand } from '../device/command';

/** What simulated devices say that they run. */
const FIRMWARE = 'simulated';

export interface Cadence {
  readonly historyMs: number;
  readonly liveMs: number;
}

/** One device of a running fleet: the machine, its link, and how far the broker has acknowledged it. */
export class FleetMember {
  readonly device: SimulatedDevice;
  readonly link: DeviceLink;
  /** For chance that belongs to this device's surroundings, not to its physics. */
  readonly random: Random;
  lastFlushMs = 0;
  private readonly unconfirmed: { frame: OutgoingFrame; acknowledged: boolean }[] = [];
  private confirmed: DevicePosition;

  constructor(
    context: LinkContext,
    spec: FleetDevice,
    fromMs: number,
    saved: DevicePosition | undefined,
    private readonly cadence: Cadence,
  ) {
    const position = saved ?? { positionMs: fromMs - 1, bootId: 1, sequence: 0, cadenceMs: null };
    this.confirmed = { ...position };
    this.device = new SimulatedDevice(spec, fromMs, { ...position });
    this.random = seededRandom(spec.seed).fork('surroundings');
    this.link = new DeviceLink(context, spec, {
      hello: () => this.hello(),
      onCommand: (payload) => this.obey(payload),
    });
  }

  /** The position up to which every frame has been acknowledged. */
  get confirmedPosition(): DevicePosition {
    return this.confirmed;
  }

  /** The next moment of the coarse grid that lies in the past of a device far behind the present, or null. */
  historyTickMs(nowMs: number): number | null {
    const { positionMs, cadenceMs } = this.device.position;
    const farBehindMs = Math.max(MINUTE_MS, 5 * (cadenceMs ?? this.cadence.liveMs));
    if (nowMs - positionMs <= farBehindMs) return null;
    const tickMs = firstTick(positionMs + 1, this.cadence.historyMs);
    return tickMs <= nowMs ? tickMs : null;
  }

  /**
   * When the next sample is due: on the coarse grid while far behind, else on the live one. What is left between the last
   * coarse moment and the present is not made up for: a gap no longer than those of the history.
   */
  nextTickMs(nowMs: number): number {
    const { positionMs, cadenceMs } = this.device.position;
    const liveMs = cadenceMs ?? this.cadence.liveMs;
    const historyTickMs = this.historyTickMs(nowMs);
    if (historyTickMs !== null) return historyTickMs;
    const farBehind = nowMs - positionMs > Math.max(MINUTE_MS, 5 * liveMs);
    return farBehind ? Math.floor(nowMs / liveMs) * liveMs : firstTick(positionMs + 1, liveMs);
  }

  /** Leaves out what lies further back than allowed: a gap, as after a device that lay switched off. */
  skipTo(earliestMs: number): void {
    if (this.device.position.positionMs < earliestMs) this.device.position.positionMs = earliestMs;
  }

  /** Sends a frame; resolves when it is acknowledged. Confirmed positions advance in the order of sending. */
  async send(frame: OutgoingFrame): Promise<void> {
    const entry = { frame, acknowledged: false };
    this.unconfirmed.push(entry);
    await this.link.send(frame.payload);
    entry.acknowledged = true;
    while (this.unconfirmed[0]?.acknowledged === true) this.confirmed = this.unconfirmed.shift()!.frame.after;
  }

  /** Frames sent and not acknowledged, oldest first. */
  outbox(): readonly Uint8Array[] {
    return this.unconfirmed.map(({ frame }) => frame.payload);
  }

  private hello(): object {
    const { modelLabel, position } = this.device;
    const runs = { model: modelLabel ?? '', package: '', slot: '-', boot: position.bootId };
    return { type: 'hello', firmware: FIRMWARE, ...runs };
  }

  private obey(payload: Buffer): void {
    const command = readCommand(payload);
    if (command === null) return;
    if (command.cadenceMs !== undefined) this.device.position.cadenceMs = command.cadenceMs;
    const { id, refusal } = command;
    if (id === null) return;
    const result = refusal === null ? { result: 'done' } : { result: 'refused', reason: refusal };
    this.link.say({ type: 'command', id, ...result });
  }
}
