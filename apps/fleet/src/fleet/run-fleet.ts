import { setMaxListeners } from 'node:events';
import { AppError } from '@fettle/kernel';
import { Fleet } from './fleet';
import type { FleetOptions, FleetProgress } from './fleet-options';
import { playHistory } from './play-history';
import { playLive, settle } from './play-live';

const PROGRESS_EVERY_MS = 1_000;

/**
 * Runs simulated machines as real MQTT clients: first what lies in the past, then the present, until the signal is
 * aborted (or the present is reached, with `untilPresent`). Event times never run ahead of the clock. Started again with
 * the same state file it goes on where it was; what was missed in between is filled in. Resolves with the last progress.
 * Throws `FLEET.BAD_URL`, `FLEET.NOT_SIMULATED` for an asset type without physics, `FLEET.BAD_STATE` for an unreadable state file.
 */
export async function runFleet(options: FleetOptions): Promise<FleetProgress> {
  if (!URL.canParse(options.mqttUrl)) {
    throw new AppError(
      'FLEET.BAD_URL',
      `"${options.mqttUrl}" is not the URL of a broker, such as mqtt://127.0.0.1:1883`,
    );
  }
  setMaxListeners(0, options.signal);
  const fleet = new Fleet(options);
  const report = (): void => options.onProgress?.(fleet.progress());
  const timer = setInterval(report, PROGRESS_EVERY_MS);
  try {
    await fleet.start();
    fleet.phase = 'history';
    await playHistory(fleet);
    if (!options.signal.aborted && options.untilPresent !== true) {
      fleet.phase = 'live';
      report();
      await playLive(fleet);
    }
    if (fleet.state.reachedPresent || !options.signal.aborted) await settle(fleet);
    fleet.saveTruth();
  } finally {
    clearInterval(timer);
    await fleet.close();
  }
  return fleet.progress();
}
