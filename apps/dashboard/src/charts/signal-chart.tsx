import type { SeriesResponse } from '@fettle/contracts';
import { Area, ComposedChart, Line, ReferenceArea, Tooltip, XAxis, YAxis } from 'recharts';
import type { Band } from '../forecast/usual-band';
import { axisTime, fullTime } from '../time/calendar';
import styles from './charts.module.css';
import { measured, unitWords } from './number-format';
import { timeTicks } from './time-axis';

interface SignalChartProps {
  readonly width: number;
  readonly height: number;
  readonly series: SeriesResponse;
  readonly from: number;
  readonly to: number;
  readonly usual: Band | null;
}

interface Point {
  t: number;
  mean: number | null;
  range: [number, number] | null;
}

/** Rows for the chart; a hole wider than three intervals is kept as a hole; only a faint bridge spans it. */
function pointsOf(series: SeriesResponse): Point[] {
  const points: Point[] = [];
  series.t.forEach((t, i) => {
    const before = series.t[i - 1];
    const hole = before !== undefined && series.resolutionMs > 0 && t - before > 3 * series.resolutionMs;
    if (hole) points.push({ t: before + series.resolutionMs, mean: null, range: null });
    const min = series.min[i] ?? null;
    const max = series.max[i] ?? null;
    points.push({ t, mean: series.mean[i] ?? null, range: min === null || max === null ? null : [min, max] });
  });
  return points;
}

function Readout({
  active,
  payload,
  unit,
}: {
  active?: boolean;
  payload?: readonly { payload?: Point }[];
  unit: string;
}) {
  const point = payload?.[0]?.payload;
  if (active !== true || point === undefined || point.mean === null) return null;
  const spread = point.range === null ? '' : ` (${measured(point.range[0])} to ${measured(point.range[1])})`;
  return (
    <div className={styles['readout']}>
      <p className="soft">{fullTime(point.t)}</p>
      <p>
        {measured(point.mean)} {unit}
        {spread}
      </p>
    </div>
  );
}

/** One signal: its mean as a line, min to max as a band, and the usual range behind, on the range's own time axis. */
export default function SignalChart({ width, height, series, from, to, usual }: SignalChartProps) {
  const unit = unitWords(series.unit);
  return (
    <div className={styles['chart']}>
      <ComposedChart
        width={width}
        height={height}
        data={pointsOf(series)}
        margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
        accessibilityLayer
      >
        <XAxis
          dataKey="t"
          type="number"
          scale="time"
          domain={[from, to]}
          ticks={timeTicks(from, to, Math.max(2, Math.floor(width / 110)))}
          tickFormatter={(t: number) => axisTime(t, to - from)}
          tickLine={false}
        />
        <YAxis
          width={48}
          tickCount={3}
          domain={['auto', 'auto']}
          tickFormatter={measured}
          tickLine={false}
          axisLine={false}
        />
        {usual !== null && (
          <ReferenceArea
            y1={usual.low}
            y2={usual.high}
            className={styles['usual'] ?? ''}
            ifOverflow="extendDomain"
          />
        )}
        <Area
          dataKey="range"
          type="linear"
          className={styles['spread'] ?? ''}
          stroke="none"
          isAnimationActive={false}
          activeDot={false}
        />
        <Line
          dataKey="mean"
          type="linear"
          className={styles['bridge'] ?? ''}
          dot={false}
          connectNulls
          isAnimationActive={false}
          activeDot={false}
          tooltipType="none"
        />
        <Line
          dataKey="mean"
          type="linear"
          className={styles['mean'] ?? ''}
          dot={false}
          connectNulls={false}
          isAnimationActive={false}
          activeDot={{ r: 3 }}
        />
        <Tooltip
          content={<Readout unit={unit} />}
          cursor={{ className: styles['cursor'] ?? '' }}
          isAnimationActive={false}
        />
      </ComposedChart>
    </div>
  );
}
