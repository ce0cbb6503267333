import type { WorkOrderResponse } from '@fettle/contracts';
import { SegmentedControl } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { LinkButton } from '../../../components/link-button';
import { PageHead } from '../../../components/page-head';
import { EmptyNote, ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { TimeAgo } from '../../../components/time-ago';
import { useListKeys } from '../../../components/use-list-keys';
import { componentLabel, useDomains } from '../../../domains/domains';
import { inSentence } from '../../../forecast/sentences';
import { useMay } from '../../../session/session';
import { fullTime } from '../../../time/calendar';
import { useWorkOrders } from '../api/work-orders';
import { FindingForm } from '../components/finding-form';
import { FINDING_WORDS } from '../components/finding-words';
import styles from '../components/work-orders.module.css';

/** Planned first, soonest first; those without a date after them, newest first. */
function byPlan(a: WorkOrderResponse, b: WorkOrderResponse): number {
  if (a.plannedFor !== null && b.plannedFor !== null)
    return Date.parse(a.plannedFor) - Date.parse(b.plannedFor);
  if (a.plannedFor !== null || b.plannedFor !== null) return a.plannedFor !== null ? -1 : 1;
  return Date.parse(b.createdAt) - Date.parse(a.createdAt);
}

function Line({ order, index }: { order: WorkOrderResponse; index: number }) {
  const domains = useDomains();
  return (
    <li className={styles['line']} data-row={index}>
      <span className={styles['cell']}>
        <Link
          from="/work"
          to="/work"
          search={(before) => ({ ...before, order: order.id })}
          className={styles['main']}
          data-row-main
        >
          {order.title}
        </Link>
        <span className="small soft">
          {order.createdBy === null ? 'opened by Fettle' : `opened by ${order.createdBy}`}
        </span>
      </span>
      <span className={styles['cell']}>
        <span>{order.assetName}</span>
        <span className="small soft">
          {order.siteName}
          {order.component !== null && `, ${inSentence(componentLabel(domains, order.component))}`}
        </span>
      </span>
      <span className={styles['cell']}>
        {order.plannedFor === null ? (
          <span className="soft">no date yet</span>
        ) : (
          <>
            <TimeAgo at={order.plannedFor} siteZone={order.siteTimeZone} />
            <span className="small soft">
              {fullTime(Date.parse(order.plannedFor), order.siteTimeZone).replace(/ \d{4},/, ',')}
            </span>
          </>
        )}
      </span>
      <span>{order.finding === null ? '' : FINDING_WORDS[order.finding.kind].label}</span>
    </li>
  );
}

/** Who goes where, and what did they find? */
export default function WorkOrders() {
  const { order: openedId, show = 'open' } = useSearch({ from: '/app/work' });
  const navigate = useNavigate({ from: '/work' });
  const orders = useWorkOrders(show);
  const mayAct = useMay('crew');
  const domains = useDomains();
  const items = [...(orders.data?.items ?? [])].sort(byPlan);
  useListKeys({ count: items.length });
  const opened = items.find((order) => order.id === openedId);
  const modes = domains
    .flatMap((domain) => domain.assetTypes)
    .flatMap((type) => type.components)
    .filter((component) => component.id === opened?.component)
    .flatMap((component) => component.failureModes);
  const waiting = items.length === 1 ? '1 visit to make' : `${items.length} visits to make`;
  return (
    <>
      <PageHead
        title={
          orders.data === undefined
            ? 'Work orders'
            : show === 'done'
              ? 'Done'
              : items.length === 0
                ? 'No visits to make'
                : waiting
        }
        actions={
          <SegmentedControl
            aria-label="Which work orders"
            value={show}
            onChange={(next) => void navigate({ search: { show: next === 'done' ? 'done' : undefined } })}
            data={[
              { value: 'open', label: 'Open' },
              { value: 'done', label: 'Done' },
            ]}
          />
        }
      />
      {orders.isPending && <SkeletonRows rows={6} height={64} />}
      {orders.error !== null && (
        <ErrorNote error={orders.error} what="the work orders" onRetry={() => void orders.refetch()} />
      )}
      {orders.data !== undefined && items.length === 0 && (
        <EmptyNote
          title={show === 'open' ? 'Nothing planned' : 'Nothing reported yet'}
          action={<LinkButton to="/">See what is at risk</LinkButton>}
        >
          Plan a visit from the fleet or from an alert; what the crew finds is reported here and teaches the
          forecast.
        </EmptyNote>
      )}
      {items.length > 0 && (
        <ul className={styles['lines']}>
          {items.map((order, index) => (
            <Line key={order.id} order={order} index={index} />
          ))}
        </ul>
      )}
      {opened !== undefined && (
        <FindingForm
          key={opened.id}
          order={opened}
          failureModes={modes}
          mayAct={mayAct}
          onClose={() => void navigate({ search: (before) => ({ ...before, order: undefined }) })}
        />
      )}
    </>
  );
}
