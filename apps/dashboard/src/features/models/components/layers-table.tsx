import type { ModelReportResponse } from '@fettle/contracts';
import { shortCount } from '../../../charts/number-format';
import styles from './model.module.css';
import { operatorWords, shapeWords } from './operator-words';
import { bytesWords, clockWords, timeWords } from './size-words';

/** Where the time goes: each layer's instructions as a bar, with operator, shapes and bytes. */
export function LayersTable({ report }: { report: ModelReportResponse }) {
  const most = Math.max(1, ...report.layers.map(({ instructions }) => instructions));
  return (
    <section className={styles['panel']} aria-label="Layer by layer">
      <h2>Layer by layer</h2>
      <p className="small soft">
        {shortCount(report.instructions)} instructions, {shortCount(report.macs)} multiplications: at least{' '}
        {timeWords(report.instructions, report.clockHz)} at {clockWords(report.clockHz)} on {report.target},{' '}
        {report.compiler}.
      </p>
      <table className={styles['layers']}>
        <thead>
          <tr>
            <th>Layer</th>
            <th>Shapes</th>
            <th>Constants</th>
            <th>Instructions</th>
          </tr>
        </thead>
        <tbody>
          {report.layers.map((layer) => (
            <tr key={layer.index}>
              <td>
                <span className="soft">{layer.index + 1}</span> {operatorWords(layer.operator)}
              </td>
              <td className="soft" data-figures>
                {shapeWords(layer.inputShapes[0] ?? [])} → {shapeWords(layer.outputShapes[0] ?? [])}
              </td>
              <td data-figures>{bytesWords(layer.weightBytes + layer.constantBytes)}</td>
              <td data-figures>
                <span className={styles['bar']} aria-hidden>
                  <i style={{ width: `${(layer.instructions / most) * 100}%` }} />
                </span>
                <span>{shortCount(layer.instructions)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {report.unknownKernels.length > 0 && (
        <p className="small soft">
          Not counted, since never measured on {report.target}: {report.unknownKernels.join(', ')}.
        </p>
      )}
    </section>
  );
}
