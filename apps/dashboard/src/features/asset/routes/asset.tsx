import type {
  AlertResponse,
  AssetDetailResponse,
  ForecastResponse,
  WorkOrderResponse,
} from '@fettle/contracts';
import { Button } from '@mantine/core';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useChangeAlerts } from '../../../actions/acknowledge';
import { PlanVisit } from '../../../actions/plan-visit';
import { PageHead } from '../../../components/page-head';
import { EmptyNote, ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { StateShape, UrgencyMark } from '../../../components/urgency-mark';
import { findAssetType, useDomains, wordingOf } from '../../../domains/domains';
import { ageSentence } from '../../../forecast/forecast-age';
import { inSentence, capitalised, forecastSentence, type Wording } from '../../../forecast/sentences';
import { useWatchAsset } from '../../../realtime/live-socket';
import { useMay } from '../../../session/session';
import { useNow } from '../../../time/use-now';
import { useAsset, useAssetAlerts, useAssetWorkOrders, type Range } from '../api/asset';
import { Around } from '../components/around';
import styles from '../components/asset-page.module.css';
import { HealthPanel } from '../components/health-panel';
import { LiveValues } from '../components/live-values';
import { RangePicker } from '../components/range-picker';
import { SignalPanel } from '../components/signal-panel';

const MINUTE_MS = 60_000;
const NO_ALERTS: readonly AlertResponse[] = [];
const NO_ORDERS: readonly WorkOrderResponse[] = [];

/** Two weeks where the end is near, so that the fan has room; else a month. */
function usualDays(forecast: ForecastResponse | undefined): number {
  return (forecast?.rul.p90 ?? Infinity) < 10 * 86_400 ? 14 : 30;
}

/** The range that ends now, moving by the minute. */
function useRange(days: number): Range {
  const to = Math.ceil(useNow() / MINUTE_MS) * MINUTE_MS;
  return useMemo(() => ({ from: to - days * 86_400_000, to }), [to, days]);
}

/** What is wrong, how sure, since when? */
export default function Asset() {
  const { assetId } = useParams({ from: '/app/assets/$assetId' });
  const asset = useAsset(assetId);
  useWatchAsset(assetId);
  if (asset.error !== null && asset.data === undefined) {
    return <ErrorNote error={asset.error} what="this machine" onRetry={() => void asset.refetch()} />;
  }
  if (asset.data === undefined) return <SkeletonRows rows={6} height={96} />;
  return <AssetPage asset={asset.data} />;
}

interface ActionsProps {
  readonly asset: AssetDetailResponse;
  readonly forecast: ForecastResponse | undefined;
  readonly alerts: readonly AlertResponse[];
  readonly wording: Wording;
}

function Actions({ asset, forecast, alerts, wording }: ActionsProps) {
  const [planning, setPlanning] = useState(false);
  const mayAct = useMay('crew');
  const { mutate } = useChangeAlerts();
  const firing = alerts.filter((alert) => alert.state === 'firing').map((alert) => alert.id);
  if (!mayAct) return null;
  const part = forecast === undefined ? asset.name : inSentence(wording.component(forecast.component));
  return (
    <div className={styles['thumb']}>
      {firing.length > 0 && (
        <Button variant="default" onClick={() => mutate({ change: 'acknowledge', ids: firing })}>
          Acknowledge {firing.length > 1 ? `${firing.length} alerts` : 'alert'}
        </Button>
      )}
      <Button onClick={() => setPlanning(true)}>Plan visit</Button>
      {planning && (
        <PlanVisit
          onClose={() => setPlanning(false)}
          subject={{
            assetId: asset.id,
            assetName: asset.name,
            component: forecast?.component ?? null,
            alertId: firing[0] ?? null,
            title: `Look at ${part}`,
          }}
        />
      )}
    </div>
  );
}

function Drivers({ asset, forecast, range, wording }: Omit<ActionsProps, 'alerts'> & { range: Range }) {
  const drivers = [...(forecast?.drivers ?? [])].sort((a, b) => b.share - a.share).slice(0, 6);
  if (drivers.length === 0) return null;
  return (
    <section className={styles['panel']} aria-label="What tells it">
      <h2>
        What tells it <span className="soft small">grey floor: usual at the start of the shown time</span>
      </h2>
      <div className={styles['drivers']}>
        {drivers.map(({ signal, share }) => (
          <SignalPanel
            key={signal}
            assetId={asset.id}
            signal={signal}
            label={capitalised(wording.signal(signal))}
            note={`${Math.round(share * 100)} % of the loss`}
            unit={asset.signals.find((known) => known.name === signal)?.unit ?? ''}
            range={range}
            live={asset.latest.find((value) => value.signal === signal)?.value ?? null}
          />
        ))}
      </div>
    </section>
  );
}

function Parts({
  asset,
  chosen,
  wording,
}: {
  asset: AssetDetailResponse;
  chosen: ForecastResponse;
  wording: Wording;
}) {
  if (asset.forecasts.length < 2) return <span />;
  return (
    <ul className={styles['parts']} aria-label="Parts">
      {asset.forecasts.map((forecast) => (
        <li key={`${forecast.component}/${forecast.failureMode}`}>
          <Link
            from="/assets/$assetId"
            to="."
            search={(before) => ({ ...before, component: forecast.component })}
            data-chosen={forecast === chosen}
            replace
          >
            <StateShape shape={forecast.urgency} size={14} />
            {wording.component(forecast.component)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function AssetPage({ asset }: { asset: AssetDetailResponse }) {
  const { component, days: chosenDays } = useSearch({ from: '/app/assets/$assetId' });
  const navigate = useNavigate({ from: '/assets/$assetId' });
  const domains = useDomains();
  const [signal, setSignal] = useState<string | null>(null);
  const now = useNow();
  const alerts = useAssetAlerts(asset.id).data?.pages.flatMap((page) => page.items) ?? NO_ALERTS;
  const workOrders = useAssetWorkOrders(asset.id).data?.items ?? NO_ORDERS;
  const wording = wordingOf(findAssetType(domains, asset.assetTypeId), asset.signals);
  const forecast = asset.forecasts.find((known) => known.component === component) ?? asset.forecasts[0];
  const days = chosenDays ?? usualDays(forecast);
  const range = useRange(days);
  const age = forecast === undefined ? null : ageSentence(Date.parse(forecast.at), now);
  const drawn = asset.signals.find((known) => known.name === signal);
  return (
    <>
      <PageHead
        title={asset.name}
        note={`${asset.assetTypeLabel}, ${asset.siteName}`}
        actions={<Actions asset={asset} forecast={forecast} alerts={alerts} wording={wording} />}
      />
      {forecast === undefined ? (
        <EmptyNote title="No forecast yet">
          It comes by itself once this machine has reported for some hours.
        </EmptyNote>
      ) : (
        <>
          <div className={styles['sentence']} data-state={forecast.urgency}>
            <UrgencyMark urgency={forecast.urgency} />
            <p>{forecastSentence(forecast, now, wording)}</p>
            {age !== null && <p className={styles['age']}>{age}</p>}
          </div>
          <div className={styles['bar']}>
            <Parts asset={asset} chosen={forecast} wording={wording} />
            <RangePicker
              days={days}
              onChange={(next) =>
                void navigate({ search: (before) => ({ ...before, days: next }), replace: true })
              }
            />
          </div>
          <HealthPanel
            asset={asset}
            forecast={forecast}
            range={range}
            wording={wording}
            alerts={alerts}
            workOrders={workOrders}
          />
          <Drivers asset={asset} forecast={forecast} range={range} wording={wording} />
        </>
      )}
      <LiveValues asset={asset} shown={signal} onShow={setSignal} />
      {drawn !== undefined && (
        <SignalPanel
          assetId={asset.id}
          signal={drawn.name}
          label={drawn.label}
          unit={drawn.unit}
          range={range}
          live={asset.latest.find((value) => value.signal === drawn.name)?.value ?? null}
          height={220}
        />
      )}
      <Around asset={asset} alerts={alerts} workOrders={workOrders} />
    </>
  );
}
