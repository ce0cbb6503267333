import { URGENCIES, type DomainResponse, type FleetSummaryResponse, type Urgency } from '@fettle/contracts';
import { Link } from '@tanstack/react-router';
import { compactCount } from '../../../charts/number-format';
import { StateShape } from '../../../components/urgency-mark';
import { URGENCY_MEANINGS, URGENCY_WORDS } from '../../../forecast/urgency';
import styles from './filters.module.css';

interface CountsProps {
  readonly counts: FleetSummaryResponse['total'] | undefined;
  readonly chosen: Urgency | undefined;
}

/** How many machines are in each state; touching one shows only those, touching it again shows all. */
export function UrgencyCounts({ counts, chosen }: CountsProps) {
  return (
    <div className={styles['counts']} role="group" aria-label="Machines by state">
      {URGENCIES.map((urgency) => (
        <Link
          key={urgency}
          from="/"
          to="/"
          search={(before) => ({ ...before, urgency: chosen === urgency ? undefined : urgency })}
          className={styles['count']}
          data-chosen={chosen === urgency}
          data-none={counts?.[urgency] === 0}
          title={
            counts === undefined
              ? URGENCY_MEANINGS[urgency]
              : `${counts[urgency]}: ${URGENCY_MEANINGS[urgency]}`
          }
          aria-current={chosen === urgency}
        >
          <span className={styles['number']} data-figures>
            <StateShape shape={urgency} size={18} />
            {counts === undefined ? '–' : compactCount(counts[urgency])}
          </span>
          <span>{URGENCY_WORDS[urgency]}</span>
        </Link>
      ))}
    </div>
  );
}

interface TabsProps {
  readonly domains: readonly DomainResponse[];
  readonly summary: FleetSummaryResponse | undefined;
  readonly chosen: string | undefined;
}

/** One tab a domain that this tenant has machines of; none when there is only one. */
export function DomainTabs({ domains, summary, chosen }: TabsProps) {
  const present = summary?.domains.filter((domain) => domain.assets > 0) ?? [];
  if (present.length < 2) return null;
  const label = (id: string): string => domains.find((domain) => domain.id === id)?.label ?? id;
  return (
    <nav className={styles['tabs']} aria-label="Domains">
      <Link
        from="/"
        to="/"
        search={(before) => ({ ...before, domain: undefined })}
        data-chosen={chosen === undefined}
      >
        All
      </Link>
      {present.map(({ domain, assets }) => (
        <Link
          key={domain}
          from="/"
          to="/"
          search={(before) => ({ ...before, domain })}
          data-chosen={chosen === domain}
        >
          {label(domain)} <span className="soft">{assets}</span>
        </Link>
      ))}
    </nav>
  );
}
