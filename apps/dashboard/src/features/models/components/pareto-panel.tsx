import type { ParetoPoint } from '@fettle/contracts';
import { useState } from 'react';
import { measured, shortCount } from '../../../charts/number-format';
import { capitalised } from '../../../forecast/sentences';
import styles from './model.module.css';
import { ParetoChart } from './pareto-chart';
import { bytesWords } from './size-words';

/** What was tried on the way and not beaten in everything, and which one was taken. */
export function ParetoPanel({ points }: { points: readonly ParetoPoint[] }) {
  const [shown, setShown] = useState<number | null>(null);
  const [first] = points;
  if (first === undefined) {
    return (
      <section className={styles['panel']} aria-label="Size against accuracy">
        <h2>Size against accuracy</h2>
        <p className="soft">
          Nothing smaller or better was tried with it. <code>fettle model compress</code> does, and draws this
          picture.
        </p>
      </section>
    );
  }
  return (
    <section className={styles['panel']} aria-label="Size against accuracy">
      <h2>Size against accuracy</h2>
      <p className="small soft">
        {capitalised(first.measure)} on held-out data, {first.better === 'less' ? 'less' : 'more'} is better
        and further up. ● was taken.
      </p>
      <ParetoChart points={points} shown={shown} onShow={setShown} />
      <div className={styles['scroll']}>
        <table className={`${styles['table']} ${styles['candidates']}`} data-figures>
          <thead>
            <tr>
              <th>Candidate</th>
              <th>Flash</th>
              <th>RAM</th>
              <th>Instructions</th>
              <th>{capitalised(first.measure.split(',')[0] ?? first.measure)}</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point, index) => (
              <tr
                key={point.label}
                data-shown={shown === index}
                onPointerEnter={() => setShown(index)}
                onPointerLeave={() => setShown(null)}
              >
                <td>
                  <span aria-hidden>{point.chosen ? '● ' : '○ '}</span>
                  {point.chosen ? <strong>{point.label}</strong> : point.label}
                  {point.chosen && <span className="visually-hidden">, taken</span>}
                </td>
                <td>{bytesWords(point.flash)}</td>
                <td>{bytesWords(point.ram)}</td>
                <td>{point.instructions === null ? '–' : shortCount(point.instructions)}</td>
                <td>{measured(point.accuracy)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
