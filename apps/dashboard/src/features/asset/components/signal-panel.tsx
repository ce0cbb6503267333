import { Skeleton } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { lazy, Suspense, useMemo } from 'react';
import { measured, unitWords } from '../../../charts/number-format';
import { asApiError } from '../../../http/api-error';
import { usualBand } from '../../../forecast/usual-band';
import { useSeries, type Range } from '../api/asset';
import styles from './asset-page.module.css';

const SignalChart = lazy(() => import('../../../charts/signal-chart'));

interface SignalPanelProps {
  readonly assetId: string;
  readonly signal: string;
  readonly label: string;
  readonly note?: string;
  readonly unit: string;
  readonly range: Range;
  readonly live: number | null;
  readonly height?: number;
}

/** One signal over the range, with its value of now and what was usual at the range's start. */
export function SignalPanel(props: SignalPanelProps) {
  const { assetId, signal, range, height = 144 } = props;
  const { ref, width } = useElementSize();
  const points = width === 0 ? 0 : Math.max(2, Math.min(1000, Math.floor(width)));
  const series = useSeries(assetId, signal, range, points);
  const usual = useMemo(() => (series.data === undefined ? null : usualBand(series.data)), [series.data]);
  const unit = unitWords(props.unit);
  return (
    <figure className={styles['signal']}>
      <figcaption>
        <span>
          {props.label} {props.note !== undefined && <span className="soft small">{props.note}</span>}
        </span>
        <strong data-figures>
          {measured(props.live)} {unit}
        </strong>
      </figcaption>
      <div ref={ref} style={{ height }}>
        {series.error !== null ? (
          <p className="small soft" role="alert">
            Could not be shown: <code>{asApiError(series.error).code}</code>
          </p>
        ) : series.data === undefined || width === 0 ? (
          <Skeleton height={height} />
        ) : series.data.t.length === 0 ? (
          <p className="small soft">No readings in this time.</p>
        ) : (
          <Suspense fallback={<Skeleton height={height} />}>
            <SignalChart
              width={width}
              height={height}
              series={series.data}
              from={range.from}
              to={range.to}
              usual={usual}
            />
          </Suspense>
        )}
      </div>
    </figure>
  );
}
