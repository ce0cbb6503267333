import type { PreviewAlertRuleResponse } from '@fettle/contracts';
import { Link } from '@tanstack/react-router';
import { ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { dayMonth, daySpan, zoneName } from '../../../time/calendar';
import { longDuration } from '../../../time/relative-time';
import { perWeek, previewSentence, quietWords } from './preview-words';
import styles from './rules.module.css';

/** Machines drawn; the rest is counted. */
const MOST_ROWS = 14;

interface Row {
  readonly assetId: string;
  readonly assetName: string;
  readonly alerts: PreviewAlertRuleResponse['alerts'];
}

function rowsOf(preview: PreviewAlertRuleResponse): Row[] {
  const rows = new Map<
    string,
    { assetId: string; assetName: string; alerts: PreviewAlertRuleResponse['alerts'] }
  >();
  for (const { assetId, assetName } of [...preview.missed, ...preview.caught])
    rows.set(assetId, { assetId, assetName, alerts: [] });
  for (const alert of preview.alerts) {
    const row = rows.get(alert.assetId) ?? { assetId: alert.assetId, assetName: alert.assetName, alerts: [] };
    row.alerts.push(alert);
    rows.set(alert.assetId, row);
  }
  return [...rows.values()].sort((a, b) => b.alerts.length - a.alerts.length);
}

function Timeline({ preview, row }: { preview: PreviewAlertRuleResponse; row: Row }) {
  const from = Date.parse(preview.from);
  const to = Date.parse(preview.to);
  const place = (at: string): number => ((Date.parse(at) - from) / (to - from)) * 100;
  const failures = [
    ...preview.caught.map((failure) => ({ ...failure, caught: true })),
    ...preview.missed.map((failure) => ({ ...failure, caught: false })),
  ].filter((failure) => failure.assetId === row.assetId);
  return (
    <li className={styles['timelineRow']}>
      <Link to="/assets/$assetId" params={{ assetId: row.assetId }}>
        {row.assetName}
      </Link>
      <span
        className={styles['track']}
        role="img"
        aria-label={`${row.alerts.length} alerts, ${failures.length} failures`}
      >
        {row.alerts.map((alert) => {
          const start = place(alert.firedAt);
          const end = alert.resolvedAt === null ? 100 : place(alert.resolvedAt);
          return (
            <i
              key={`${alert.component ?? ''}/${alert.firedAt}`}
              className={styles['span']}
              style={{ left: `min(${start}%, 100% - 3px)`, width: `${end - start}%` }}
              title={daySpan(
                Date.parse(alert.firedAt),
                alert.resolvedAt === null ? to : Date.parse(alert.resolvedAt),
              )}
            />
          );
        })}
        {failures.map((failure) => (
          <i
            key={failure.workOrderId}
            className={styles['failure']}
            data-caught={failure.caught}
            style={{ left: `${place(failure.at)}%` }}
            title={`failure on ${dayMonth(Date.parse(failure.at))}, ${failure.caught ? `seen ${longDuration(failure.leadTimeMs ?? 0)} before` : 'missed'}`}
          />
        ))}
      </span>
    </li>
  );
}

function Figures({ preview }: { preview: PreviewAlertRuleResponse }) {
  const known = preview.caught.length + preview.missed.length;
  return (
    <dl className={styles['figures']}>
      <div>
        <dt>this draft</dt>
        <dd>{perWeek(preview.alertsPerWeek)}</dd>
      </div>
      <div>
        <dt>today’s rule</dt>
        <dd>{preview.compared === null ? 'new rule' : perWeek(preview.compared.alertsPerWeek)}</dd>
      </div>
      <div>
        <dt>real failures caught</dt>
        <dd>{known === 0 ? 'none known' : `${preview.caught.length} of ${known}`}</dd>
      </div>
    </dl>
  );
}

interface PreviewPanelProps {
  readonly preview: PreviewAlertRuleResponse | undefined;
  readonly stale: boolean;
  readonly error: Error | null;
  readonly onRetry: () => void;
}

/** What the draft would have done over the last weeks: how often, for how long, where, and which failures it saw coming. */
export function PreviewPanel({ preview, stale, error, onRetry }: PreviewPanelProps) {
  if (error !== null) return <ErrorNote error={error} what="the preview" onRetry={onRetry} />;
  if (preview === undefined) return <SkeletonRows rows={5} height={64} />;
  const rows = rowsOf(preview);
  const from = Date.parse(preview.from);
  const to = Date.parse(preview.to);
  return (
    <section className={styles['preview']} aria-label="Preview" aria-busy={stale} data-stale={stale}>
      <p aria-live="polite">{previewSentence(preview)}</p>
      <Figures preview={preview} />
      {rows.length === 0 && <p className={styles['quiet']}>{quietWords(preview)}</p>}
      {rows.length > 0 && (
        <>
          <div className={styles['dates']} aria-hidden>
            <span>{dayMonth(from)}</span>
            <span>{dayMonth((from + to) / 2)}</span>
            <span>
              {dayMonth(to)} <span className="soft">{zoneName(to)}</span>
            </span>
          </div>
          <ul className={styles['timeline']}>
            {rows.slice(0, MOST_ROWS).map((row) => (
              <Timeline key={row.assetId} preview={preview} row={row} />
            ))}
          </ul>
        </>
      )}
      <p className="small soft">
        {preview.assets} machines looked at
        {preview.assetsLeftOut > 0 && `, ${preview.assetsLeftOut} left out for time’s sake`}
        {rows.length > MOST_ROWS && `, ${rows.length - MOST_ROWS} more fired than are drawn`}.
        {rows.length > 0 && ' ■ alert open, ● failure seen before, ○ failure missed.'}
      </p>
    </section>
  );
}
