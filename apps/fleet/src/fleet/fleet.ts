import { setImmediate as breathe } from 'node:timers/promises';
import { DAY_MS, seededRandom } from '@fettle/kernel';
import type { LinkContext, LinkCounters } from '../link/device-link';
import { Semaphore } from '../link/semaphore';
import type { FleetOptions, FleetProgress } from './fleet-options';
import { FleetMember } from './member';
import { FleetState } from './fleet-state';
import { writeTruth } from './truth-file';

const LONGEST_GAP_MS = 14 * DAY_MS;
/** Links that may be signing in at the same moment. */
const SIGN_INS = 64;

/** Everything that the phases of a running fleet share. */
export class Fleet {
  readonly members: readonly FleetMember[];
  readonly state: FleetState;
  readonly counters: LinkCounters;
  readingsSent = 0;
  framesDropped = 0;
  phase: FleetProgress['phase'] = 'connecting';

  constructor(readonly options: FleetOptions) {
    this.counters = {
      connected: 0,
      reconnects: 0,
      refused: 0,
      framesAcknowledged: 0,
      rejections: 0,
      lastError: null,
    };
    this.state = FleetState.load(options.stateFile, options.fromMs);
    const context: LinkContext = {
      mqttUrl: options.mqttUrl,
      random: seededRandom(options.devices.length + 1),
      signIns: new Semaphore(SIGN_INS),
      counters: this.counters,
    };
    const cadence = { historyMs: options.historyCadenceMs, liveMs: options.cadenceMs };
    this.members = options.devices.map((spec) => {
      const saved = this.state.get(spec.deviceId);
      const position = saved && {
        positionMs: saved.positionMs,
        bootId: saved.bootId,
        sequence: saved.sequence,
        cadenceMs: saved.cadenceMs,
      };
      return new FleetMember(context, spec, options.fromMs, position, cadence);
    });
  }

  /** Brings every machine's physics to where it stood, then opens the links; frames of the last clean stop go first. */
  async start(): Promise<void> {
    const { options } = this;
    const earliestMs = options.clock.nowMs() - (options.longestGapMs ?? LONGEST_GAP_MS);
    for (const member of this.members) {
      const saved = this.state.get(member.device.spec.deviceId);
      for (const _ of member.device.recompute(options.historyCadenceMs)) {
        if (options.signal.aborted) return;
        await breathe();
      }
      if (this.state.reachedPresent) member.skipTo(earliestMs);
      for (const frame of saved?.outbox ?? []) void member.link.send(Buffer.from(frame, 'base64'));
      member.link.open();
    }
  }

  progress(): FleetProgress {
    const { fromMs, clock } = this.options;
    const span = Math.max(1, clock.nowMs() - fromMs);
    const done = this.members.reduce(
      (sum, { confirmedPosition }) => sum + (confirmedPosition.positionMs - fromMs),
      0,
    );
    return {
      phase: this.phase,
      devices: this.members.length,
      connected: this.counters.connected,
      historyShare:
        this.phase === 'live' ? 1 : Math.min(1, Math.max(0, done / span / Math.max(1, this.members.length))),
      framesAcknowledged: this.counters.framesAcknowledged,
      readingsSent: this.readingsSent,
      rejections: this.counters.rejections,
      reconnects: this.counters.reconnects,
      framesDropped: this.framesDropped,
      lastError: this.counters.lastError,
    };
  }

  saveTruth(): void {
    const { truthFile, clock } = this.options;
    if (truthFile === null) return;
    writeTruth(
      truthFile,
      this.members.map(({ device }) => device),
      clock.nowMs(),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map(({ link }) => link.close()));
  }
}
