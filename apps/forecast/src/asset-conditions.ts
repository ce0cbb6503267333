import { assetTypeById, type FailureMode } from '@fettle/domains';
import { signalsOf } from '@fettle/forecasting';

/** What there is to forecast of an asset type. */
export interface AssetConditions {
  readonly modes: readonly { readonly component: string; readonly mode: FailureMode }[];
  /** Names of the signals to keep, sorted. */
  readonly signals: readonly string[];
  /** Those names by the signal's numeric id. */
  readonly signalNames: ReadonlyMap<number, string>;
}

const known = new Map<string, AssetConditions | null>();

/** Null for a type that is unknown or has no failure mode with an indicator. */
export function conditionsOf(assetTypeId: string): AssetConditions | null {
  const found = known.get(assetTypeId);
  if (found !== undefined) return found;
  const type = assetTypeById(assetTypeId);
  if (!type) return null;
  const modes = type.components.flatMap((component) =>
    component.failureModes
      .filter((mode) => mode.indicators.length > 0)
      .map((mode) => ({ component: component.id, mode })),
  );
  const signals = signalsOf(modes.map(({ mode }) => mode));
  const names = new Set(signals);
  const conditions =
    modes.length === 0
      ? null
      : {
          modes,
          signals,
          signalNames: new Map(type.signals.filter((s) => names.has(s.name)).map((s) => [s.id, s.name])),
        };
  known.set(assetTypeId, conditions);
  return conditions;
}
