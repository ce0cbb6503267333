import type { Severity } from '@fettle/contracts';
import { Button, SegmentedControl } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useChangeAlerts } from '../../../actions/acknowledge';
import { PageHead } from '../../../components/page-head';
import { EmptyNote, ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { useListKeys } from '../../../components/use-list-keys';
import { useMay } from '../../../session/session';
import { useAlerts } from '../api/alerts';
import { AlertDrawer } from '../components/alert-drawer';
import { AlertLine } from '../components/alert-line';
import styles from '../components/alerts.module.css';
import { groupAlerts, type AlertGroup } from '../components/group-alerts';
import { alertsHeadline } from '../components/headline';

function useChosen() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => {
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const clear = useCallback(() => setChosen(new Set()), []);
  return { chosen, toggle, clear };
}

interface GroupsProps {
  readonly groups: readonly AlertGroup[];
  readonly chosen: ReadonlySet<string>;
  readonly mayAct: boolean;
  readonly onChoose: (id: string) => void;
  readonly onAcknowledge: (id: string) => void;
}

function Groups({ groups, chosen, ...rest }: GroupsProps) {
  const starts = new Map<string, number>();
  let index = 0;
  for (const group of groups) {
    starts.set(group.assetId, index);
    index += group.alerts.length;
  }
  return groups.map((group) => (
    <section key={group.assetId} className={styles['group']} aria-label={group.assetName}>
      <h2>
        <Link to="/assets/$assetId" params={{ assetId: group.assetId }}>
          {group.assetName}
        </Link>
        <span className="soft small">{group.siteName}</span>
      </h2>
      <ul className={styles['lines']}>
        {group.alerts.map((alert, place) => (
          <AlertLine
            key={alert.id}
            alert={alert}
            index={(starts.get(group.assetId) ?? 0) + place}
            chosen={chosen.has(alert.id)}
            {...rest}
          />
        ))}
      </ul>
    </section>
  ));
}

/** Open or resolved, and how bad. */
function Filters({ show, severity }: { show: 'open' | 'resolved'; severity: Severity | undefined }) {
  const navigate = useNavigate({ from: '/alerts' });
  return (
    <div className={styles['bar']}>
      <SegmentedControl
        aria-label="Which alerts"
        value={show}
        onChange={(next) =>
          void navigate({ search: { show: next === 'resolved' ? 'resolved' : undefined, severity } })
        }
        data={[
          { value: 'open', label: 'Open' },
          { value: 'resolved', label: 'Resolved' },
        ]}
      />
      <SegmentedControl
        aria-label="How bad"
        value={severity ?? 'any'}
        onChange={(next) =>
          void navigate({
            search: (before) => ({
              ...before,
              severity: next === 'critical' || next === 'warning' || next === 'info' ? next : undefined,
            }),
          })
        }
        data={[
          { value: 'any', label: 'All' },
          { value: 'critical', label: 'Critical' },
          { value: 'warning', label: 'Warning' },
          { value: 'info', label: 'Info' },
        ]}
      />
    </div>
  );
}

interface BulkProps {
  readonly count: number;
  readonly onClear: () => void;
  readonly onChange: (change: 'acknowledge' | 'resolve') => void;
}

/** What can be done with the chosen alerts, at the thumb. */
function Bulk({ count, onClear, onChange }: BulkProps) {
  return (
    <div className={styles['bulk']} role="region" aria-label="Chosen alerts">
      <span>{count} chosen</span>
      <Button variant="subtle" onClick={onClear}>
        Clear
      </Button>
      <Button variant="default" onClick={() => onChange('resolve')}>
        Resolve
      </Button>
      <Button onClick={() => onChange('acknowledge')}>Acknowledge</Button>
    </div>
  );
}

/** What fired, is anyone on it? */
export default function Alerts() {
  const { alert: opened, show = 'open', severity } = useSearch({ from: '/app/alerts' });
  const navigate = useNavigate({ from: '/alerts' });
  const alerts = useAlerts({ state: show, severity });
  const { mutate } = useChangeAlerts();
  const mayAct = useMay('crew');
  const { chosen, toggle, clear } = useChosen();
  const items = useMemo(() => alerts.data?.pages.flatMap((page) => page.items) ?? [], [alerts.data]);
  const groups = useMemo(() => groupAlerts(items), [items]);
  useListKeys({ count: items.length });
  const acknowledge = useCallback((id: string) => mutate({ change: 'acknowledge', ids: [id] }), [mutate]);
  const bulk = (change: 'acknowledge' | 'resolve'): void => {
    mutate({ change, ids: [...chosen] });
    clear();
  };
  const openOnes = show === 'open';
  return (
    <>
      <PageHead
        title={alerts.data === undefined || !openOnes ? 'Alerts' : alertsHeadline(items, alerts.hasNextPage)}
      />
      <Filters show={show} severity={severity} />
      {alerts.isPending && <SkeletonRows rows={6} height={72} />}
      {alerts.error !== null && (
        <ErrorNote error={alerts.error} what="the alerts" onRetry={() => void alerts.refetch()} />
      )}
      {alerts.data !== undefined && items.length === 0 && (
        <EmptyNote title={openOnes ? 'Quiet' : 'Nothing was resolved yet'}>
          {openOnes
            ? 'No rule is broken right now. What fires shows up here at once.'
            : 'Alerts come here once they are over.'}
        </EmptyNote>
      )}
      <Groups groups={groups} chosen={chosen} mayAct={mayAct} onChoose={toggle} onAcknowledge={acknowledge} />
      {alerts.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={alerts.isFetchingNextPage}
          onClick={() => void alerts.fetchNextPage()}
        >
          Show older
        </Button>
      )}
      {chosen.size > 0 && <Bulk count={chosen.size} onClear={clear} onChange={bulk} />}
      {opened !== undefined && (
        <AlertDrawer
          id={opened}
          mayAct={mayAct}
          onClose={() => void navigate({ search: (before) => ({ ...before, alert: undefined }) })}
          onChange={(change) => mutate({ change, ids: [opened] })}
        />
      )}
    </>
  );
}
