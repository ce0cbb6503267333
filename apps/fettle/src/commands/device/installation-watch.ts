import type { CommandState, PackageState } from '@fettle/contracts';
import { AppError } from '@fettle/kernel';
import { findCommand, findDevice, inTransaction } from '@fettle/persistence';
import type { ProcessParts } from '@fettle/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandContext } from '../../cli/command';

/** An install command that was given, and what it is about. */
export interface GivenInstallation {
  readonly device: { readonly id: string; readonly name: string; readonly tenantId: string };
  readonly packageId: string;
  readonly commandId: string;
  /** What the device said of the package before this is of an earlier installation. */
  readonly givenMs: number;
  /** That the device will receive. */
  readonly wholeBytes: number;
}

/** How far an installation has come. */
export interface InstallationStep {
  readonly command: CommandState;
  readonly commandReason: string;
  /** Null: the device has said nothing of the package yet. */
  readonly state: PackageState | null;
  readonly reason: string;
  /** Bytes that it has. */
  readonly offset: number | null;
}

const ASK_EVERY_MS = 500;

/**
 * Resolves to `active`, or to null when told to stop first; says each step on the way. Throws `PACKAGE.REFUSED` with the
 * device's own reason, `COMMAND.EXPIRED` when it was not reached in time.
 */
export async function untilInstalled(
  parts: Pick<ProcessParts, 'database' | 'clock'>,
  given: GivenInstallation,
  { progress, signal }: Pick<CommandContext, 'progress' | 'signal'>,
): Promise<PackageState | null> {
  for (let told = ''; ;) {
    // Most devices are told in the meantime.
    await sleep(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return null;
    const step = await stepOf(parts, given);
    const refusal = refusalOf(step, given.device.name);
    if (refusal !== null) throw refusal;
    if (step.state === 'active') return step.state;
    const line = stepText(step, given);
    if (line !== told) progress(line);
    told = line;
  }
}

/** Why nothing will come of it; null: something may. */
export function refusalOf(step: InstallationStep, device: string): AppError | null {
  const { command, commandReason, state, reason } = step;
  if (command === 'refused') return new AppError('PACKAGE.REFUSED', `${device}: ${commandReason}`);
  if (state === 'rejected' || state === 'fell_back')
    return new AppError('PACKAGE.REFUSED', `${device}: ${state}, ${reason || 'for no reason given'}`);
  if (command === 'expired' && state === null)
    return new AppError('COMMAND.EXPIRED', `${device} did not answer in time, and is not told any more`);
  return null;
}

/** A line for the person who waits. */
export function stepText({ command, state, offset }: InstallationStep, given: GivenInstallation): string {
  const { device, wholeBytes } = given;
  if (state === 'receiving' && offset !== null) {
    const percent = Math.min(100, Math.floor((100 * offset) / wholeBytes));
    return `receiving, ${percent} % (${offset} of ${wholeBytes} bytes)`;
  }
  if (state === 'trial') return 'trial: it runs, and may still fall back';
  if (state !== null) return state;
  if (command === 'done') return 'it asks for the first bytes';
  if (command === 'sent') return 'told; it has not answered yet';
  return `${device.name} has not been reached; it is told when it says hello`;
}

async function stepOf(
  { database, clock }: Pick<ProcessParts, 'database' | 'clock'>,
  { device: { id, tenantId }, packageId, commandId, givenMs }: GivenInstallation,
): Promise<InstallationStep> {
  return inTransaction(database.pipeline, async (client) => {
    const command = await findCommand(client, tenantId, id, commandId, clock.nowMs());
    const software = (await findDevice(client, tenantId, id))?.software ?? null;
    const isOurs = software?.installing === packageId && (software.installMs ?? 0) >= givenMs;
    return {
      command: command?.state ?? 'expired',
      commandReason: command?.reason ?? '',
      state: isOurs ? software.installState : null,
      reason: (isOurs ? software.installReason : null) ?? '',
      offset: isOurs ? software.installOffset : null,
    };
  });
}
