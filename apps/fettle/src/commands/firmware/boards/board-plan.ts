import type { FeedWindow } from '@fettle/board';
import type { ProgrammedModel } from '@fettle/device-models';
import type { AssetType } from '@fettle/domains';
import { AppError } from '@fettle/kernel';
import { usageError } from '../../../cli/run-command';
import type { Recording, WindowShape } from '../recordings/recording';
import { type Place, placesOf } from './places';

/** What one board is mounted on, and what it is fed with. */
export interface BoardPlan extends Place {
  /** Event times in the present; null: the firmware's own simulated machine. */
  readonly windows: readonly FeedWindow[] | null;
  /** When the component is known to have failed; null: nobody knows. */
  readonly failureMs: number | null;
}

/** Boards where nobody says how many: one for each place, but no more than a small computer emulates at ease. */
export const USUAL_BOARDS = 4;

/** So many of the places, or, where nobody says how many, the usual ones; wrong usage for more than there are. */
export function chosenPlaces<T>(
  places: readonly T[],
  boards: number | undefined,
  title: string,
): readonly T[] {
  if (boards !== undefined && boards > places.length)
    throw usageError(`${title} has room for ${places.length} of these boards, not ${boards}`);
  return places.slice(0, boards ?? USUAL_BOARDS);
}

/** A recording's channels, a board for each, its times moved. */
export function plansOfRecording(
  { channels, failures, title }: Recording,
  boards: number | undefined,
  shiftMs: number,
): BoardPlan[] {
  return chosenPlaces(channels, boards, title).map(({ windows, ...channel }) => {
    const failure = failures.find(({ component }) => component === channel.component);
    return {
      ...channel,
      windows: windows.map(({ timeMs, samples }) => ({ timeMs: timeMs + shiftMs, samples })),
      failureMs: failure === undefined ? null : failure.failureMs + shiftMs,
    };
  });
}

/** Boards that simulate a machine themselves, one at each place where the model's first score has a signal. */
export function plansOnBoard(
  model: ProgrammedModel,
  type: AssetType,
  boards: number | undefined,
): BoardPlan[] {
  return chosenPlaces(placesOf(model, type), boards, type.label).map((place) => ({
    ...place,
    ...{ windows: null, failureMs: null },
  }));
}

/** What windows the model takes; `FIRMWARE.NEEDS_SAMPLES` for one whose input is readings: boards are fed with samples. */
export function windowShapeOf({ id, program }: ProgrammedModel): WindowShape {
  if (program.input.kind === 'window') return program.input.features;
  throw new AppError(
    'FIRMWARE.NEEDS_SAMPLES',
    `${id} takes readings; boards are fed with windows of samples`,
  );
}
