import {
  type AssetDetailResponse,
  type AssetResponse,
  type ForecastMade,
  urgencyOf,
} from '@fettle/contracts';
import { assetTypeById } from '@fettle/domains';
import type { StoredAsset, StoredDevice } from '@fettle/persistence';
import { showDevice } from '../devices/device-views';
import { showComponent, showRegisteredSignal, showSignal } from '../domains/domain-views';
import { byUrgencyThenLife, showForecast } from '../fleet/forecast-views';
import { isoOrNull } from '../http/instants';

/** An asset as REST lists it. */
export function showAsset(asset: StoredAsset): AssetResponse {
  const { id, name, domain, assetTypeId, siteId, siteName, siteTimeZone, health } = asset;
  return {
    ...{ id, name, domain, assetTypeId, siteId, siteName, siteTimeZone, health },
    urgency: asset.worstForecast ? urgencyOf(asset.worstForecast) : 'learning',
    worstForecast: asset.worstForecast && showForecast(asset.worstForecast),
    openAlerts: { firing: asset.firing, acknowledged: asset.acknowledged },
    lastSeenAt: isoOrNull(asset.lastSeenMs),
  };
}

/** What an asset's page is made of. */
export interface AssetParts {
  readonly asset: StoredAsset;
  readonly devices: readonly StoredDevice[];
  readonly forecasts: readonly ForecastMade[];
  readonly registered: readonly { id: number; name: string; unit: string }[];
  readonly latest: AssetDetailResponse['latest'];
}

/** An asset with its parts. An asset of a type that no pack declares any more shows what it has. */
export function showAssetDetail(parts: AssetParts, nowMs: number): AssetDetailResponse {
  const { asset } = parts;
  const type = assetTypeById(asset.assetTypeId);
  return {
    ...showAsset(asset),
    assetTypeLabel: type?.label ?? asset.assetTypeId,
    latitude: asset.latitude,
    longitude: asset.longitude,
    createdAt: asset.createdAt.toISOString(),
    components: type?.components.map(showComponent) ?? [],
    signals: [...(type?.signals.map(showSignal) ?? []), ...parts.registered.map(showRegisteredSignal)],
    devices: parts.devices.map((device) => showDevice(device, nowMs)),
    forecasts: parts.forecasts.map(showForecast).sort(byUrgencyThenLife),
    latest: parts.latest,
  };
}
