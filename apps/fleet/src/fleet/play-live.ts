import { MINUTE_MS } from '@fettle/kernel';
import { pause } from '../link/pacer';
import type { OutgoingFrame } from '../device/simulated-device';
import type { Fleet } from './fleet';
import type { FleetMember } from './member';
import { OfflineSpells } from './offline-spells';

/** Frames that a device keeps while it is offline; then it gives up the newest. */
const BUFFER_FRAMES = 1_000;
/** Samples that one device may catch up in one round, so that the others are not kept waiting. */
const ROUND_SAMPLES = 600;
const TRUTH_EVERY_MS = MINUTE_MS;
const LAST_ACKNOWLEDGEMENTS_MS = 3_000;

interface Outgoing {
  readonly member: FleetMember;
  readonly frame: OutgoingFrame;
}

/**
 * Goes on in the present until aborted: samples at the live cadence, frames at least every flush interval. Positions are
 * saved before frames go out, so that a sequence number is never used for two contents, whenever the process dies.
 */
export async function playLive(fleet: Fleet): Promise<void> {
  const { clock, signal, cadenceMs, flushMs } = fleet.options;
  fleet.state.reachedPresent = true;
  const spells = fleet.members.map(({ random }) => new OfflineSpells(random, clock.nowMs()));
  const offline = new Set<FleetMember>();
  // Devices flush at their own moments, not all at once.
  for (const member of fleet.members) member.lastFlushMs = clock.nowMs() - member.random.next() * flushMs;
  let truthMs = 0;
  while (!signal.aborted) {
    const nowMs = clock.nowMs();
    fleet.members.forEach((member, i) => {
      if (fleet.options.offlineSpells !== false) followRadio(member, spells[i]!.isOffline(nowMs), offline);
    });
    sendAll(fleet, collect(fleet, nowMs, flushMs));
    if (nowMs - truthMs >= TRUTH_EVERY_MS) {
      fleet.saveTruth();
      truthMs = nowMs;
    }
    await pause(Math.min(cadenceMs, flushMs, 1_000), signal);
  }
}

function collect(fleet: Fleet, nowMs: number, flushMs: number): Outgoing[] {
  const out: Outgoing[] = [];
  for (const member of fleet.members) {
    const { device } = member;
    for (let n = 0; n < ROUND_SAMPLES; n++) {
      const tickMs = member.nextTickMs(nowMs);
      if (tickMs > nowMs) break;
      const frame = device.sample(tickMs);
      if (frame !== null) out.push({ member, frame });
    }
    if (nowMs - member.lastFlushMs < flushMs) continue;
    member.lastFlushMs = nowMs;
    const frame = device.flush();
    if (frame !== null) out.push({ member, frame });
  }
  return out;
}

function sendAll(fleet: Fleet, outgoing: readonly Outgoing[]): void {
  if (outgoing.length === 0) return;
  for (const { member, frame } of outgoing) fleet.state.set(member.device.spec.deviceId, frame.after);
  fleet.state.save();
  for (const { member, frame } of outgoing) {
    if (member.link.unacknowledged >= BUFFER_FRAMES) {
      fleet.framesDropped += 1;
      continue;
    }
    fleet.readingsSent += frame.readings;
    void member.send(frame);
  }
}

function followRadio(member: FleetMember, isOffline: boolean, offline: Set<FleetMember>): void {
  if (isOffline === offline.has(member)) return;
  if (isOffline) {
    offline.add(member);
    void member.link.close();
  } else {
    offline.delete(member);
    member.link.open();
  }
}

/** Frames and sends what is sampled, waits a little for acknowledgements, keeps the rest for the next start. */
export async function settle(fleet: Fleet): Promise<void> {
  const { clock, flushMs } = fleet.options;
  for (const member of fleet.members) member.lastFlushMs = -flushMs;
  sendAll(fleet, collect(fleet, clock.nowMs(), flushMs));
  const never = new AbortController().signal;
  for (let waited = 0; waited < LAST_ACKNOWLEDGEMENTS_MS; waited += 50) {
    if (fleet.members.every(({ link }) => link.unacknowledged === 0)) break;
    await pause(50, never);
  }
  for (const member of fleet.members) {
    fleet.state.set(member.device.spec.deviceId, member.device.position, member.outbox());
  }
  fleet.state.save();
}
