import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import styles from './try-it.module.css';
import { scoreWords } from './verdict-panel';

const HEIGHT = 132;
const LEFT = 44;
const TOP = 8;
const BOTTOM = 22;

interface ScoreChartProps {
  /** By window or moment, in order; at least two. */
  readonly scores: readonly number[];
  readonly threshold: number | null;
  /** The one that is looked at. */
  readonly shown: number;
  readonly onShow: (index: number) => void;
  /** What a place on the time axis is called. */
  readonly nameOf: (index: number) => string;
}

/** The scores over a recording with the threshold; a slider below picks the moment, by pointer or keys. */
export function ScoreChart({ scores, threshold, shown, onShow, nameOf }: ScoreChartProps) {
  const { ref, width } = useElementSize();
  const top = Math.max(1, ...scores, threshold ?? 0);
  const right = Math.max(LEFT + 1, width - 8);
  const last = Math.max(1, scores.length - 1);
  const path = useMemo(() => {
    const x = (i: number): number => LEFT + (i / last) * (right - LEFT);
    const y = (score: number): number => HEIGHT - BOTTOM - (score / top) * (HEIGHT - BOTTOM - TOP);
    const line = scores.map((score, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(score).toFixed(1)}`);
    return { line: line.join(''), x, y };
  }, [scores, last, right, top]);
  const score = scores[shown] ?? 0;
  return (
    <div className={styles['chart']}>
      <div ref={ref} style={{ height: HEIGHT }} aria-hidden>
        {width > 0 && (
          <svg width={width} height={HEIGHT}>
            <text x={LEFT - 8} y={path.y(top) + 4} textAnchor="end">
              {top === 1 ? '1' : scoreWords(top)}
            </text>
            <text x={LEFT - 8} y={path.y(0) + 4} textAnchor="end">
              0
            </text>
            <line className={styles['axis']} x1={LEFT} x2={right} y1={path.y(0)} y2={path.y(0)} />
            {threshold !== null && (
              <line
                className={styles['threshold']}
                x1={LEFT}
                x2={right}
                y1={path.y(threshold)}
                y2={path.y(threshold)}
              />
            )}
            <path className={styles['line']} d={path.line} />
            {threshold !== null && (
              <text x={right} y={path.y(threshold) - 4} textAnchor="end">
                threshold
              </text>
            )}
            <line
              className={styles['cursor']}
              x1={path.x(shown)}
              x2={path.x(shown)}
              y1={TOP}
              y2={path.y(0)}
            />
            <circle className={styles['point']} cx={path.x(shown)} cy={path.y(score)} r={4} />
            <text x={LEFT} y={HEIGHT - 4}>
              {nameOf(0)}
            </text>
            <text x={right} y={HEIGHT - 4} textAnchor="end">
              {nameOf(scores.length - 1)}
            </text>
          </svg>
        )}
      </div>
      <input
        type="range"
        className={styles['slider']}
        style={{ marginLeft: LEFT - 8, width: `calc(100% - ${LEFT - 8}px)` }}
        min={0}
        max={scores.length - 1}
        value={shown}
        aria-label="Moment of the recording"
        aria-valuetext={`${nameOf(shown)}, score ${scoreWords(score)}`}
        onChange={(event) => onShow(Number(event.currentTarget.value))}
      />
    </div>
  );
}
