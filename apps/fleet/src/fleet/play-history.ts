import { setImmediate as breathe } from 'node:timers/promises';
import { Pacer } from '../link/pacer';
import { Semaphore } from '../link/semaphore';
import type { Fleet } from './fleet';
import type { FleetMember } from './member';

const FRAMES_PER_DEVICE = 4;
const MAX_IN_FLIGHT = 256;
const SAVE_EVERY_MS = 2_000;

/**
 * Plays what lies in the past down the link of every device, at most at the fleet's speed, bounded in flight, until the
 * present is reached. Frames are a function of seed and position, and positions are saved only as far as acknowledged:
 * after a crash the same frames come again, byte for byte, and count once. Samples of a last, incomplete frame stay in
 * the device. Returns early when aborted.
 */
export async function playHistory(fleet: Fleet): Promise<void> {
  const { options, state, members } = fleet;
  const places = new Semaphore(options.maxInFlight ?? MAX_IN_FLIGHT);
  const origin = Math.min(...members.map(({ device }) => device.position.positionMs));
  const pacer = new Pacer(options.clock, origin, options.speed, options.signal);
  const save = (): void => {
    for (const { device, confirmedPosition } of members) state.set(device.spec.deviceId, confirmedPosition);
    state.save();
  };
  const timer = setInterval(save, SAVE_EVERY_MS);
  const stopped = aborted(options.signal);
  void stopped.then(() => places.openWide());
  try {
    await Promise.all(members.map((member) => playMember(fleet, member, { pacer, places, stopped })));
    save();
  } finally {
    clearInterval(timer);
  }
}

interface Flow {
  readonly pacer: Pacer;
  readonly places: Semaphore;
  readonly stopped: Promise<void>;
}

async function playMember(
  fleet: Fleet,
  member: FleetMember,
  { pacer, places, stopped }: Flow,
): Promise<void> {
  const { clock, signal } = fleet.options;
  const own = new Semaphore(FRAMES_PER_DEVICE);
  void stopped.then(() => own.openWide());
  const sending = new Set<Promise<void>>();
  for (;;) {
    const tickMs = member.historyTickMs(clock.nowMs());
    if (tickMs === null) break;
    await pacer.until(tickMs);
    if (signal.aborted) return;
    const frame = member.device.sample(tickMs);
    if (frame === null) continue;
    await breathe();
    const release = await own.acquire();
    const releasePlace = await places.acquire();
    if (signal.aborted) return;
    fleet.readingsSent += frame.readings;
    const sent = member.send(frame).then(() => {
      release();
      releasePlace();
      sending.delete(sent);
    });
    sending.add(sent);
  }
  await Promise.race([Promise.all(sending), stopped]);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
