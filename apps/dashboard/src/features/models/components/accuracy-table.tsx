import type { ModelResponse } from '@fettle/contracts';
import { showAccuracy } from './accuracy-words';
import styles from './model.module.css';

/** Every measured figure with what it means, below what it was judged on: splits are never mixed. */
export function AccuracyTable({ model }: { model: ModelResponse }) {
  const shown = model.accuracy.map(showAccuracy);
  const splits = [...new Set(shown.map(({ split }) => split))];
  return (
    <section className={styles['panel']} aria-label="How good">
      <h2>How good</h2>
      {splits.length === 0 && (
        <p className="soft">
          Nobody has said how good it is. Judge it on recordings that it was not trained on.
        </p>
      )}
      {splits.map((split) => (
        <table key={split} className={styles['table']}>
          <caption>Judged {split}</caption>
          <thead className="visually-hidden">
            <tr>
              <th>Measure</th>
              <th>Figure</th>
            </tr>
          </thead>
          <tbody>
            {shown
              .filter((accuracy) => accuracy.split === split)
              .map(({ label, meaning, value }) => (
                <tr key={label}>
                  <td>
                    {label}
                    <span className="small soft">{meaning}</span>
                  </td>
                  <td>
                    <strong>{value}</strong>
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      ))}
      {model.trainedOn !== null && <p className={styles['source']}>Trained on {model.trainedOn}.</p>}
    </section>
  );
}
