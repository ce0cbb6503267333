import { type PlacedSignal, signalAtPlace } from '@fettle/board';
import type { ProgrammedModel } from '@fettle/device-models';
import type { AssetType } from '@fettle/domains';
import { usageError } from '../../../cli/run-command';

/** Somewhere on a machine that a device with a model can be mounted. */
export interface Place {
  /** As people call it. */
  readonly name: string;
  /** What the names of its signals begin with. */
  readonly place: string;
  readonly component: string | null;
}

/** Where on an asset the model's first score has a signal. */
export function placesOf({ program }: ProgrammedModel, type: AssetType): Place[] {
  const { role } = program.scores[0];
  return type.signals
    .filter(({ name }) => name === role || name.endsWith(`_${role}`))
    .map(({ name, label, component }) => ({
      name: type.components.find(({ id }) => id === component)?.label ?? (name === role ? type.label : label),
      place: name.slice(0, name.length - role.length),
      component: component ?? null,
    }));
}

/** Wrong usage where the asset type has no signal for what the model says there; names the places that have one. */
export function requirePlace(
  { program: { scores } }: ProgrammedModel,
  assetType: string,
  signals: readonly PlacedSignal[],
  place: string,
): void {
  const missing = scores.find(({ role }) => signalAtPlace(signals, place, role) === undefined);
  if (missing === undefined) return;
  const places = signals.flatMap(({ name }) =>
    name.endsWith(`_${missing.role}`) ? [name.slice(0, -missing.role.length)] : [],
  );
  const known = places.length === 0 ? 'it has none anywhere' : `--place is one of ${places.join(', ')}`;
  throw usageError(`${assetType} has no signal ${place}${missing.role}; ${known}`);
}
