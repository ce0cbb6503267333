import { assetTypeById } from '@fettle/domains';
import { findAssetType, registeredSignals } from '@fettle/persistence';
import type { PoolClient } from 'pg';
import { apiError } from '../http/api-error-status';

/** What a signal of an asset is called, by its number, and what its numbers mean. */
export interface KnownSignal {
  readonly id: number;
  readonly name: string;
  readonly unit: string;
}

/** Every signal of an asset, declared or registered. Throws `ASSET.NOT_FOUND`. */
export async function signalsOfAsset(
  client: PoolClient,
  tenantId: string,
  assetId: string,
): Promise<KnownSignal[]> {
  const assetTypeId = await findAssetType(client, tenantId, assetId);
  if (assetTypeId === null) throw apiError('ASSET.NOT_FOUND', 'no such asset');
  const declared = assetTypeById(assetTypeId)?.signals ?? [];
  return [
    ...declared.map(({ id, name, unit }) => ({ id, name, unit })),
    ...(await registeredSignals(client, tenantId, assetId)),
  ];
}

/** The one of this name. Throws `SIGNAL.UNKNOWN`. */
export function signalNamed(signals: readonly KnownSignal[], name: string): KnownSignal {
  const found = signals.find((signal) => signal.name === name);
  if (!found) throw apiError('SIGNAL.UNKNOWN', `the asset has no signal ${name}`);
  return found;
}
