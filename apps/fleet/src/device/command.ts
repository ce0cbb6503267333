import { HOUR_MS, SECOND_MS } from '@fettle/kernel';

/** What a simulated device obeys on its `commands` topic: `{"command":"interval","milliseconds":5000}`. */
export interface IntervalCommand {
  readonly cadenceMs: number;
}

/** The command in a payload, its interval bounded to 1 s .. 1 h; null for anything else. Never throws. */
export function readCommand(payload: Uint8Array): IntervalCommand | null {
  try {
    const message = JSON.parse(Buffer.from(payload).toString('utf8')) as unknown;
    if (typeof message !== 'object' || message === null) return null;
    const { command, milliseconds } = message as { command?: unknown; milliseconds?: unknown };
    if (command !== 'interval' || typeof milliseconds !== 'number' || !Number.isFinite(milliseconds))
      return null;
    return { cadenceMs: Math.round(Math.min(HOUR_MS, Math.max(SECOND_MS, milliseconds))) };
  } catch {
    return null;
  }
}
