import { Injectable } from '@nestjs/common';
import { errorMessage } from '@fettle/kernel';

/** Resolves when the part answers; a rejection says why it does not. */
export type HealthCheck = () => Promise<void>;

export interface HealthReport {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, { readonly ok: boolean; readonly reason?: string }>>;
}

const CHECK_TIMEOUT_MS = 2_000;

/** What must answer before this process is ready for work. */
@Injectable()
export class HealthRegistry {
  private readonly checks = new Map<string, HealthCheck>();

  /** A name registered again replaces the former check. */
  register(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  /** Asks every part at once; one that does not answer within two seconds counts as not ready. Never rejects. */
  async report(): Promise<HealthReport> {
    const parts = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await outcome(check)] as const),
    );
    return { ready: parts.every(([, part]) => part.ok), parts: Object.fromEntries(parts) };
  }
}

async function outcome(check: HealthCheck): Promise<{ ok: boolean; reason?: string }> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error('no answer in time')), CHECK_TIMEOUT_MS);
  });
  try {
    await Promise.race([check(), timeout]);
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: errorMessage(error) };
  } finally {
    clearTimeout(timer);
  }
}
