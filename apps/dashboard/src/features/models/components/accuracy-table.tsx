import type { ModelResponse } from '@fettle/contracts';
import { accuracyGroups, type AccuracyGroup } from './accuracy-groups';
import { judgedWords } from './accuracy-words';
import styles from './model.module.css';

/** One split: a measure a row, with what it means. */
function Measures({ group }: { group: AccuracyGroup }) {
  const [row] = group.rows;
  return (
    <table className={styles['table']}>
      <caption>Judged {judgedWords(row?.split ?? '')}</caption>
      <thead className="visually-hidden">
        <tr>
          <th>Measure</th>
          <th>Figure</th>
        </tr>
      </thead>
      <tbody>
        {group.measures.map(({ label, meaning }, i) => (
          <tr key={label}>
            <td>
              {label}
              <span className="small soft">{meaning}</span>
            </td>
            <td>
              <strong>{row?.values[i]}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Several splits with the same measures: a split a row. */
function Splits({ group: { shared, measures, rows } }: { group: AccuracyGroup }) {
  return (
    <>
      <table className={styles['table']} data-figures data-splits>
        {shared !== '' && <caption>Judged {judgedWords(shared.replace(/; $/, ''))}</caption>}
        <thead>
          <tr>
            <th>{shared === '' ? 'Judged' : ''}</th>
            {measures.map(({ label }) => (
              <th key={label}>{label}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ split, values }) => (
            <tr key={split}>
              <td className="small">{shared === '' ? judgedWords(split) : split}</td>
              {values.map((value, i) => (
                <td key={measures[i]?.label}>
                  <strong>{value}</strong>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small soft">
        {measures.map(({ label, meaning }) => (meaning === '' ? '' : `${label}: ${meaning}. `)).join('')}
      </p>
    </>
  );
}

/** Every measured figure with what it means and what it was judged on: splits are never mixed. */
export function AccuracyTable({ model }: { model: ModelResponse }) {
  const groups = accuracyGroups(model.accuracy);
  return (
    <section className={styles['panel']} aria-label="How good">
      <h2>How good</h2>
      {groups.length === 0 && (
        <p className="soft">
          Nobody has said how good it is. Judge it on recordings that it was not trained on.
        </p>
      )}
      {groups.map((group) =>
        group.rows.length === 1 ? (
          <Measures key={group.rows[0]?.split} group={group} />
        ) : (
          <Splits key={group.rows[0]?.split} group={group} />
        ),
      )}
      {model.trainedOn !== null && <p className={styles['source']}>Trained on {model.trainedOn}.</p>}
    </section>
  );
}
