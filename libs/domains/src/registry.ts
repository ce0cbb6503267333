import type { AssetType, DomainPack, SignalDefinition } from './domain-pack';
import { city } from './city/pack';
import { crops } from './crops/pack';
import { generic } from './generic/pack';
import { rail } from './rail/pack';
import { wind } from './wind/pack';

/** Every domain there is. A new one is a folder beside this file and a row here. */
export const DOMAIN_PACKS: readonly DomainPack[] = [rail, wind, crops, city, generic];

const packs = new Map(DOMAIN_PACKS.map((pack) => [pack.id, pack]));
const assetTypes = new Map(DOMAIN_PACKS.flatMap((pack) => pack.assetTypes).map((type) => [type.id, type]));
const signals = new Map(
  [...assetTypes].map(([id, type]) => [id, new Map(type.signals.map((s) => [s.name, s]))]),
);

/** The pack with this id (`rail`), or undefined. */
export function packById(id: string): DomainPack | undefined {
  return packs.get(id);
}

/** The pack that an asset type (`rail.car`) belongs to, or undefined for an unknown type. */
export function packOfAssetType(assetTypeId: string): DomainPack | undefined {
  return assetTypes.has(assetTypeId) ? packs.get(assetTypeId.slice(0, assetTypeId.indexOf('.'))) : undefined;
}

/** The asset type with this id (`rail.car`), or undefined. */
export function assetTypeById(id: string): AssetType | undefined {
  return assetTypes.get(id);
}

/** A declared signal of an asset type by its snake_case name, or undefined. */
export function signalByName(assetTypeId: string, name: string): SignalDefinition | undefined {
  return signals.get(assetTypeId)?.get(name);
}
