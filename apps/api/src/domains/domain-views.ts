import type { AssetTypeResponse, ComponentResponse, DomainResponse, SignalResponse } from '@fettle/contracts';
import type { AssetType, ComponentDefinition, DomainPack, SignalDefinition } from '@fettle/domains';

/** A declared signal as REST shows it. */
export function showSignal(signal: SignalDefinition): SignalResponse {
  const { id, name, label, unit, kind, min, max, exponent, cadenceMs } = signal;
  return {
    ...{ id, name, label, unit, kind, min, max, exponent, cadenceMs },
    component: signal.component ?? null,
    declared: true,
  };
}

/** A signal that a tenant's device registered: nothing is known of it but its name and unit. */
export function showRegisteredSignal(signal: { id: number; name: string; unit: string }): SignalResponse {
  return {
    ...signal,
    label: signal.name,
    component: null,
    kind: 'gauge',
    min: null,
    max: null,
    exponent: 0,
    cadenceMs: null,
    declared: false,
  };
}

/** A component with its failure modes and what to do about them. */
export function showComponent({ id, label, failureModes }: ComponentDefinition): ComponentResponse {
  return {
    id,
    label,
    failureModes: failureModes.map((mode) => ({ id: mode.id, label: mode.label, remedy: mode.remedy })),
  };
}

function showAssetType(type: AssetType): AssetTypeResponse {
  return {
    id: type.id,
    label: type.label,
    components: type.components.map(showComponent),
    signals: type.signals.map(showSignal),
  };
}

/** A domain pack as REST shows it. */
export function showDomain({ id, label, icon, words, assetTypes }: DomainPack): DomainResponse {
  return { id, label, icon, words: { ...words }, assetTypes: assetTypes.map(showAssetType) };
}
