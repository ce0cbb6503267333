import { inSentence } from '../../../forecast/sentences';
import type { FleetRowResponse } from '@fettle/contracts';
import { useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useChangeAlerts } from '../../../actions/acknowledge';
import { PlanVisit } from '../../../actions/plan-visit';
import { LinkButton } from '../../../components/link-button';
import { EmptyNote, ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { findAssetType, useDomains, wordingOf } from '../../../domains/domains';
import { ageSentence } from '../../../forecast/forecast-age';
import { asksForAction } from '../../../forecast/urgency';
import { useMay } from '../../../session/session';
import { useNow } from '../../../time/use-now';
import { useFleet, useFleetSummary } from '../api/fleet';
import { DomainTabs, UrgencyCounts } from '../components/filters';
import { FleetHead } from '../components/fleet-head';
import { FleetList } from '../components/fleet-list';
import styles from './fleet.module.css';

const MINUTE_MS = 60_000;

function useShown(rows: readonly FleetRowResponse[], all: boolean) {
  return useMemo(() => {
    const atRisk = rows.filter((row) => asksForAction(row.forecast.urgency));
    return { shown: all ? rows : atRisk, folded: all ? 0 : rows.length - atRisk.length };
  }, [rows, all]);
}

/** How old the newest forecast is, when that is worth saying. */
function useAge(rows: readonly FleetRowResponse[], nowMs: number): string | null {
  const newest = useMemo(() => Math.max(...rows.map((row) => Date.parse(row.forecast.at))), [rows]);
  return rows.length === 0 ? null : ageSentence(newest, nowMs);
}

/** What needs a wrench, and when? */
export default function Fleet() {
  const search = useSearch({ from: '/app/' });
  const summary = useFleetSummary();
  const domains = useDomains();
  const { domain, urgency, site, q } = search;
  const fleet = useFleet({ domain, urgency, siteId: site, q });
  const [unfolded, setUnfolded] = useState(false);
  const [planning, setPlanning] = useState<FleetRowResponse | null>(null);
  const { mutate } = useChangeAlerts();
  const mayAct = useMay('crew');
  // Strips move by the minute, not by the tick: nothing is drawn anew that looks the same.
  const now = Math.floor(useNow() / MINUTE_MS) * MINUTE_MS;
  const rows = useMemo(() => fleet.data?.pages.flatMap((page) => page.items) ?? [], [fleet.data]);
  const { shown, folded } = useShown(rows, unfolded || urgency !== undefined);
  const counts =
    domain === undefined
      ? summary.data?.total
      : summary.data?.domains.find((row) => row.domain === domain)?.counts;
  const age = useAge(rows, now);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = fleet;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const acknowledge = useCallback((id: string) => mutate({ change: 'acknowledge', ids: [id] }), [mutate]);
  return (
    <>
      <FleetHead counts={counts} domain={domain} q={q} note={age} />
      <UrgencyCounts counts={counts} chosen={urgency} />
      <DomainTabs domains={domains} summary={summary.data} chosen={domain} />
      {fleet.isPending && <SkeletonRows rows={8} height={72} />}
      {fleet.error !== null && (
        <ErrorNote error={fleet.error} what="the fleet" onRetry={() => void fleet.refetch()} />
      )}
      {fleet.data !== undefined && (
        <div className={styles['list']} data-stale={fleet.isPlaceholderData}>
          {shown.length > 0 && (
            <FleetList
              rows={shown}
              domains={domains}
              nowMs={now}
              mayAct={mayAct}
              onAcknowledge={acknowledge}
              onPlan={setPlanning}
              onEnd={more}
            />
          )}
          <Below
            shown={shown.length}
            folded={folded}
            anyKnown={rows.some((row) => row.forecast.status === 'ready')}
            more={hasNextPage}
            filtered={(q ?? urgency ?? domain ?? site) !== undefined}
            onUnfold={() => setUnfolded(true)}
            loading={isFetchingNextPage}
            machines={summary.data?.domains.reduce((sum, row) => sum + row.assets, 0) ?? 0}
          />
        </div>
      )}
      {planning !== null && (
        <PlanVisit
          onClose={() => setPlanning(null)}
          subject={{
            assetId: planning.assetId,
            assetName: planning.assetName,
            component: planning.forecast.component,
            alertId: planning.alert?.id ?? null,
            title: `Look at ${inSentence(wordingOf(findAssetType(domains, planning.assetTypeId)).component(planning.forecast.component))}`,
          }}
        />
      )}
    </>
  );
}

interface BelowProps {
  readonly shown: number;
  readonly folded: number;
  /** Some part has a forecast: that nothing is at risk is then more than a want of knowledge. */
  readonly anyKnown: boolean;
  readonly more: boolean;
  readonly filtered: boolean;
  readonly loading: boolean;
  /** Machines that exist, with or without a forecast. */
  readonly machines: number;
  readonly onUnfold: () => void;
}

/** What comes under the list: everything healthy, folded; or what an empty list means. */
function Below({ shown, folded, anyKnown, more, filtered, loading, machines, onUnfold }: BelowProps) {
  if (loading) return <SkeletonRows rows={2} height={72} />;
  if (folded > 0) {
    const count = more ? `More than ${folded}` : String(folded);
    return (
      <button type="button" className={styles['fold']} onClick={onUnfold}>
        {shown === 0 && (
          <strong>{anyKnown ? 'Nothing here is at risk. ' : 'No part has a forecast yet. '}</strong>
        )}
        <span>{count} healthy or learning parts are folded. Show them</span>
      </button>
    );
  }
  if (shown > 0) return null;
  if (machines > 0 && !filtered) {
    return (
      <EmptyNote
        title={`${machines} ${machines === 1 ? 'machine reports' : 'machines report'}, none has a forecast yet`}
        action={
          <LinkButton to="/devices" variant="default">
            See who is talking
          </LinkButton>
        }
      >
        A forecast comes by itself once a machine’s history shows where it is going.
      </EmptyNote>
    );
  }
  if (filtered) {
    return (
      <EmptyNote
        title="No machine matches"
        action={
          <LinkButton to="/" variant="default">
            Show the whole fleet
          </LinkButton>
        }
      >
        Nothing in your fleet fits these filters.
      </EmptyNote>
    );
  }
  return (
    <EmptyNote
      title="No machines report yet"
      action={
        <LinkButton to="/devices" search={{ add: true }}>
          Add the first device
        </LinkButton>
      }
    >
      Add a device, copy one line to it, and its first reading shows up here within seconds.
    </EmptyNote>
  );
}
