import type { FeedWindow } from '@fettle/board';
import type { ProgrammedModel } from '@fettle/device-models';
import type { AssetType } from '@fettle/domains';
import { AppError } from '@fettle/kernel';
import { usageError } from '../../../cli/run-command';
import type { Recording } from '../recordings/recording';

/** What one board is mounted on, and what it is fed with. */
export interface BoardPlan {
  readonly name: string;
  readonly place: string;
  readonly component: string | null;
  /** Event times in the present; null: the firmware's own simulated machine. */
  readonly windows: readonly FeedWindow[] | null;
  /** When the component is known to have failed; null: nobody knows. */
  readonly failureMs: number | null;
}

/** A recording's channels for so many boards, its times moved; wrong usage for more boards than it has channels. */
export function plansOfRecording(
  { channels, failures, title }: Recording,
  boards: number,
  shiftMs: number,
): BoardPlan[] {
  if (boards > channels.length) throw usageError(`${title} has ${channels.length} channels, not ${boards}`);
  return channels.slice(0, boards).map(({ windows, ...channel }) => {
    const failure = failures.find(({ component }) => component === channel.component);
    return {
      ...channel,
      windows: windows.map(({ timeMs, samples }) => ({ timeMs: timeMs + shiftMs, samples })),
      failureMs: failure === undefined ? null : failure.failureMs + shiftMs,
    };
  });
}

/**
 * Places of an asset type where the model's first score has a signal, one board each; wrong usage for more boards than it has
 * places.
 */
export function plansOfSimulation(model: ProgrammedModel, type: AssetType, boards: number): BoardPlan[] {
  const { role } = model.program.scores[0];
  const places = type.signals.filter(({ name }) => name === role || name.endsWith(`_${role}`));
  if (boards > places.length)
    throw usageError(`${type.label} has ${places.length} places for ${role}, not ${boards}`);
  return places.slice(0, boards).map(({ name, label, component }) => ({
    name: type.components.find(({ id }) => id === component)?.label ?? label,
    ...{ place: name.slice(0, name.length - role.length), component: component ?? null },
    ...{ windows: null, failureMs: null },
  }));
}

/** `FIRMWARE.NEEDS_SAMPLES` for a model whose input is readings: boards are fed with samples. */
export function requireWindows({ id, program }: ProgrammedModel): void {
  if (program.input.kind === 'window') return;
  throw new AppError(
    'FIRMWARE.NEEDS_SAMPLES',
    `${id} takes readings; boards are fed with windows of samples`,
  );
}
