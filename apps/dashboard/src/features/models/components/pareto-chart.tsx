import type { ParetoPoint } from '@fettle/contracts';
import { useElementSize } from '@mantine/hooks';
import { linearTicks, widened } from '../../../charts/linear-axis';
import { measured } from '../../../charts/number-format';
import styles from './model.module.css';

const HEIGHT = 220;
const MARGIN = { top: 12, right: 16, bottom: 44, left: 52 } as const;

interface ParetoChartProps {
  readonly points: readonly ParetoPoint[];
  /** Index of the one that is looked at. */
  readonly shown: number | null;
  readonly onShow: (index: number | null) => void;
}

function scaleOf(values: readonly number[], from: number, to: number) {
  const [low, high] = widened(Math.min(...values), Math.max(...values), 0.12);
  return { low, high, place: (value: number) => from + ((value - low) / (high - low)) * (to - from) };
}

/** Places and names, round in the unit that they are told in. */
function byteTicks(low: number, high: number, count: number): { at: number; name: string }[] {
  const [unit, word] = high < 1024 ? [1, 'B'] : [1024, 'KB'];
  return linearTicks(low / unit, high / unit, count).map((tick) => ({
    at: tick * unit,
    name: `${measured(tick)} ${word}`,
  }));
}

/** Size against accuracy: the chosen one filled, better always further up. A picture of the table beside it. */
export function ParetoChart({ points, shown, onShow }: ParetoChartProps) {
  const { ref, width } = useElementSize();
  const right = Math.max(MARGIN.left + 1, width - MARGIN.right);
  const bottom = HEIGHT - MARGIN.bottom;
  const less = points[0]?.better === 'less';
  const x = scaleOf(
    points.map(({ flash }) => flash),
    MARGIN.left,
    right,
  );
  const y = scaleOf(
    points.map(({ accuracy }) => accuracy),
    less ? MARGIN.top : bottom,
    less ? bottom : MARGIN.top,
  );
  return (
    <div ref={ref} className={styles['plot']} style={{ height: HEIGHT }} aria-hidden>
      {width > 0 && (
        <svg width={width} height={HEIGHT}>
          {linearTicks(y.low, y.high, 4).map((tick) => (
            <g key={tick} className={styles['grid']}>
              <line x1={MARGIN.left} x2={right} y1={y.place(tick)} y2={y.place(tick)} />
              <text x={MARGIN.left - 8} y={y.place(tick) + 4} textAnchor="end">
                {measured(tick)}
              </text>
            </g>
          ))}
          {byteTicks(x.low, x.high, Math.max(2, Math.floor(width / 120))).map(({ at, name }) => (
            <text key={name} x={x.place(at)} y={bottom + 18} textAnchor="middle">
              {name}
            </text>
          ))}
          <line className={styles['axis']} x1={MARGIN.left} x2={right} y1={bottom} y2={bottom} />
          <text x={right} y={HEIGHT - 6} textAnchor="end">
            flash
          </text>
          {points.map((point, index) => (
            <circle
              key={point.label}
              cx={x.place(point.flash)}
              cy={y.place(point.accuracy)}
              r={shown === index ? 9 : 6}
              className={styles['candidate']}
              data-chosen={point.chosen}
              onPointerEnter={() => onShow(index)}
              onPointerLeave={() => onShow(null)}
            />
          ))}
          {points.map(({ label, chosen, flash, accuracy }) => {
            const toLeft = x.place(flash) > right - 60;
            return (
              chosen && (
                <text
                  key={label}
                  className={styles['taken']}
                  x={x.place(flash) + (toLeft ? -12 : 12)}
                  y={y.place(accuracy) + 4}
                  textAnchor={toLeft ? 'end' : 'start'}
                >
                  taken
                </text>
              )
            );
          })}
        </svg>
      )}
    </div>
  );
}
