import type {
  AlertResponse,
  AssetDetailResponse,
  ForecastResponse,
  WorkOrderResponse,
} from '@fettle/contracts';
import { Skeleton } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { lazy, Suspense, useMemo } from 'react';
import type { ChartMark } from '../../../charts/health-chart';
import { ErrorNote } from '../../../components/screen-states';
import { fanHorizonMs, forecastFan } from '../../../forecast/fan';
import { percent } from '../../../forecast/probability-words';
import { FORECAST_IS_OLD_MS } from '../../../forecast/forecast-age';
import { inSentence, type Wording } from '../../../forecast/sentences';
import { daySpan, dayMonth, zoneName } from '../../../time/calendar';
import { useForecastHistory, type Range } from '../api/asset';
import styles from './asset-page.module.css';

const HealthChart = lazy(() => import('../../../charts/health-chart'));
/** The chart's height, known before its chunk is: nothing jumps. */
const CHART_HEIGHT = 280;

interface HealthPanelProps {
  readonly asset: AssetDetailResponse;
  readonly forecast: ForecastResponse;
  readonly range: Range;
  readonly wording: Wording;
  readonly alerts: readonly AlertResponse[];
  readonly workOrders: readonly WorkOrderResponse[];
}

function marksOf(props: HealthPanelProps): ChartMark[] {
  const { component } = props.forecast;
  const own = (part: string | null): boolean => part === null || part === component;
  const alerts = props.alerts
    .filter((alert) => own(alert.component))
    .map((alert): ChartMark => ({
      at: Date.parse(alert.firedAt),
      kind: alert.severity,
      label: alert.ruleName,
    }));
  const visits = props.workOrders
    .filter((order) => own(order.component))
    .flatMap((order): ChartMark[] => {
      if (order.finding !== null)
        return [{ at: Date.parse(order.finding.foundAt), kind: 'finding', label: order.title }];
      return order.plannedFor === null
        ? []
        : [{ at: Date.parse(order.plannedFor), kind: 'planned', label: order.title }];
    });
  return [...alerts, ...visits];
}

/** The forecast's numbers in a row: the chances and the span in which it will end. */
function Numbers({ forecast }: { forecast: ForecastResponse }) {
  const { p1d, p7d, p30d, rul } = forecast;
  const at = (seconds: number): number => Date.parse(forecast.at) + seconds * 1000;
  const span =
    rul.p10 !== null && rul.p90 !== null ? daySpan(at(rul.p10), at(rul.p90)) : 'beyond the horizon';
  const rows = [
    ['within a day', p1d === null ? '–' : percent(p1d)],
    ['within 7 days', p7d === null ? '–' : percent(p7d)],
    ['within 30 days', p30d === null ? '–' : percent(p30d)],
    ['its span, 8 times in 10', span],
    ['median', rul.p50 === null ? '–' : dayMonth(at(rul.p50))],
  ] as const;
  return (
    <dl className={styles['numbers']}>
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A component's health until now and its forecast onwards, with what happened, and the numbers behind it. */
export function HealthPanel(props: HealthPanelProps) {
  const { asset, forecast, range } = props;
  const { ref, width } = useElementSize();
  const points = Math.min(1000, Math.floor(width));
  const history = useForecastHistory(asset.id, range, Math.max(points, width > 0 ? 10 : 0));
  const horizonMs = Math.min(fanHorizonMs(forecast.rul), Math.max(range.to - range.from, 7 * 86_400_000));
  const atMs = Date.parse(forecast.at);
  const fan = useMemo(
    () =>
      forecast.health === null ? [] : forecastFan(forecast.health, forecast.rul, atMs, atMs + horizonMs),
    [forecast.health, forecast.rul, atMs, horizonMs],
  );
  const own = history.data?.items.find(
    (item) => item.component === forecast.component && item.failureMode === forecast.failureMode,
  );
  const past = useMemo(
    () =>
      (own?.t ?? [])
        .map((t, i) => ({ t, health: own?.health[i] ?? null }))
        .filter((point) => point.t <= atMs),
    [own, atMs],
  );
  return (
    <section className={styles['panel']} aria-label="Health and forecast">
      <h2>
        Health of {inSentence(props.wording.component(forecast.component))}
        <span className="soft small">times in {zoneName(range.to)}</span>
      </h2>
      <div ref={ref} style={{ height: CHART_HEIGHT }}>
        {history.error !== null ? (
          <ErrorNote error={history.error} what="the health history" onRetry={() => void history.refetch()} />
        ) : width === 0 || history.isPending ? (
          <Skeleton height={CHART_HEIGHT} />
        ) : (
          <Suspense fallback={<Skeleton height={CHART_HEIGHT} />}>
            <HealthChart
              width={width}
              history={past}
              fan={fan}
              from={range.from}
              to={fan.length > 0 ? Math.max(atMs + horizonMs, range.to) : range.to}
              now={atMs}
              nowLabel={range.to - atMs > FORECAST_IS_OLD_MS ? 'last data' : 'now'}
              urgency={forecast.urgency}
              marks={marksOf(props)}
            />
          </Suspense>
        )}
      </div>
      {forecast.status === 'ready' && <Numbers forecast={forecast} />}
      <p className="small soft">
        Model {forecast.model}. The band holds the truth 8 times in 10. ▲ alert, ▼ planned visit, ○ finding.
        Where the ground is grey, too little was known to tell: at the start, or after a repair.
      </p>
    </section>
  );
}
