import { HOUR_MS, SECOND_MS } from '@fettle/kernel';

/** What a simulated device makes of a message on its `commands` topic. */
export interface Obeyed {
  /** For the answer; null: the platform waits for none. */
  readonly id: string | null;
  /** Set where the device is to sample at another pace, bounded to 1 s .. 1 h. */
  readonly cadenceMs?: number;
  /** Why it was not done; null: it was. */
  readonly refusal: string | null;
}

/** Reads a command; null for what is none, and for the time, which a simulated clock has already. Never throws. */
export function readCommand(payload: Uint8Array): Obeyed | null {
  try {
    const message = JSON.parse(Buffer.from(payload).toString('utf8')) as unknown;
    if (typeof message !== 'object' || message === null) return null;
    const { command, milliseconds, id } = message as Record<string, unknown>;
    if (typeof command !== 'string' || command === 'time') return null;
    const name = typeof id === 'string' ? id : null;
    if (command === 'identify') return { id: name, refusal: null };
    if (command !== 'interval')
      return { id: name, refusal: `a simulated device has no ${command.slice(0, 32)}` };
    if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds)) {
      return { id: name, refusal: 'milliseconds is a number' };
    }
    const cadenceMs = Math.round(Math.min(HOUR_MS, Math.max(SECOND_MS, milliseconds)));
    return { id: name, cadenceMs, refusal: null };
  } catch {
    return null;
  }
}
