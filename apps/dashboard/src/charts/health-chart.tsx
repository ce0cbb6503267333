import type { Severity, Urgency } from '@fettle/contracts';
import {
  Area,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceDot,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { FanPoint } from '../forecast/fan';
import { axisTime, fullTime } from '../time/calendar';
import styles from './charts.module.css';
import { healthGaps, type HealthPoint } from './health-gaps';
import { timeTicks } from './time-axis';

/** Something that happened, or is planned, on the chart's time axis. */
export interface ChartMark {
  readonly at: number;
  readonly kind: Severity | 'planned' | 'finding';
  readonly label: string;
}

interface HealthChartProps {
  readonly width: number;
  readonly history: readonly HealthPoint[];
  readonly fan: readonly FanPoint[];
  readonly from: number;
  readonly to: number;
  /** Up to which event time data was seen: where history ends and the forecast starts. */
  readonly now: number;
  /** What is written there: `now`, or that the data ends. */
  readonly nowLabel: string;
  readonly urgency: Urgency;
  readonly marks: readonly ChartMark[];
}

interface Point {
  t: number;
  health?: number | null;
  band?: [number, number];
  median?: number | null;
}

/** Height of every health chart, px: its skeleton has the same. */
export const HEALTH_CHART_HEIGHT = 280;

/** What is written into a stretch without a known health, where there is room for it. */
const GAP_WORDS = 'learning anew';
const GAP_LABEL_PX = 96;

function gapAreas({ history, now, from, to, width }: HealthChartProps) {
  return healthGaps(history, now).map((gap) => {
    const roomy = ((gap.to - gap.from) / (to - from)) * width >= GAP_LABEL_PX;
    const label = { value: GAP_WORDS, position: 'center' as const, className: styles['label'] ?? '' };
    return (
      <ReferenceArea
        key={gap.from}
        x1={gap.from}
        x2={gap.to}
        className={styles['gap'] ?? ''}
        {...(roomy ? { label } : {})}
      />
    );
  });
}

function pointsOf({ history, fan }: Pick<HealthChartProps, 'history' | 'fan'>): Point[] {
  const future = fan.map(({ t, low, high, median }) => ({
    t,
    band: [low, high] as [number, number],
    median,
  }));
  return [...history, ...future].sort((a, b) => a.t - b.t);
}

/** Triangle for an alert, flag for a visit, ring for what was found: told apart without colour. */
function markShape(kind: ChartMark['kind'], cx: number, cy: number) {
  if (kind === 'planned')
    return <path d={`M${cx - 6} ${cy - 5} h12 l-6 10z`} className={styles['inkMark']} />;
  if (kind === 'finding') return <circle cx={cx} cy={cy} r={5} className={styles['ringMark']} />;
  return <path d={`M${cx} ${cy - 6} l6 11 h-12z`} className={styles['alertMark']} data-state={kind} />;
}

function Readout({ active, payload }: { active?: boolean; payload?: readonly { payload?: Point }[] }) {
  const point = payload?.[0]?.payload;
  if (active !== true || point === undefined) return null;
  const share = (value: number): string => `${Math.round(value * 100)} %`;
  return (
    <div className={styles['readout']}>
      <p className="soft">{fullTime(point.t)}</p>
      {point.band === undefined ? (
        <p>health {point.health === null || point.health === undefined ? 'unknown' : share(point.health)}</p>
      ) : (
        <p>
          health {share(point.band[0])} to {share(point.band[1])}, 8 times in 10
        </p>
      )}
    </div>
  );
}

/** Health until now and the fan of where it may go, on one axis; what happened as marks above, failure at the floor. */
export default function HealthChart(props: HealthChartProps) {
  const { width, from, to, now, urgency, marks } = props;
  const ticks = timeTicks(from, to, Math.max(2, Math.floor(width / 110)));
  return (
    <div className={styles['chart']} data-state={urgency}>
      <ComposedChart
        width={width}
        height={HEALTH_CHART_HEIGHT}
        data={pointsOf(props)}
        margin={{ top: 24, right: 12, bottom: 0, left: 0 }}
        accessibilityLayer
      >
        <XAxis
          dataKey="t"
          type="number"
          scale="time"
          domain={[from, to]}
          allowDataOverflow
          ticks={ticks}
          tickFormatter={(t: number) => axisTime(t, to - from)}
          tickLine={false}
        />
        <YAxis
          domain={[0, 1]}
          ticks={[0, 0.5, 1]}
          width={56}
          tickFormatter={(value: number) => (value === 0 ? 'failed' : value === 1 ? 'as new' : '50 %')}
          tickLine={false}
          axisLine={false}
        />
        <ReferenceLine y={0.5} className={styles['grid'] ?? ''} />
        {gapAreas(props)}
        <Area
          dataKey="band"
          type="linear"
          className={styles['fan'] ?? ''}
          stroke="none"
          isAnimationActive={false}
          activeDot={false}
        />
        <Line
          dataKey="median"
          type="linear"
          className={styles['median'] ?? ''}
          dot={false}
          isAnimationActive={false}
          activeDot={false}
        />
        <Line
          dataKey="health"
          type="linear"
          className={styles['history'] ?? ''}
          dot={false}
          connectNulls={false}
          isAnimationActive={false}
          activeDot={{ r: 3 }}
        />
        <ReferenceLine
          x={now}
          className={styles['now'] ?? ''}
          label={{ value: props.nowLabel, position: 'top', className: styles['label'] ?? '' }}
        />
        {marks
          .filter((mark) => mark.at >= from && mark.at <= to)
          .map((mark) => (
            <ReferenceDot
              key={`${mark.kind}/${mark.at}`}
              x={mark.at}
              y={0.04}
              shape={({ cx = 0, cy = 0 }: { cx?: number; cy?: number }) => (
                <g>
                  <title>{`${mark.label}, ${fullTime(mark.at)}`}</title>
                  {markShape(mark.kind, cx, cy)}
                </g>
              )}
            />
          ))}
        <Tooltip
          content={<Readout />}
          cursor={{ className: styles['cursor'] ?? '' }}
          isAnimationActive={false}
        />
      </ComposedChart>
    </div>
  );
}
