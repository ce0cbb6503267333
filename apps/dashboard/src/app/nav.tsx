import { fleetSummaryResponseSchema } from '@fettle/contracts';
import { Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queryKeys } from '../http/query-keys';
import { request } from '../http/request';
import { DESTINATIONS, type Destination } from './navigation';
import styles from './nav.module.css';

function useFiring(): number {
  const summary = useQuery({
    queryKey: queryKeys.fleetSummary,
    queryFn: ({ signal }) => request(fleetSummaryResponseSchema, '/fleet/summary', { signal }),
  });
  return summary.data?.openAlerts.firing ?? 0;
}

function NavLink({ destination, firing }: { destination: Destination; firing: number }) {
  const { to, label, icon: Icon } = destination;
  return (
    <Link
      to={to}
      className={styles['link']}
      activeProps={{ 'data-active': true }}
      activeOptions={{ exact: to === '/' }}
    >
      <Icon size={20} stroke={1.6} aria-hidden />
      <span>{label}</span>
      {to === '/alerts' && firing > 0 && (
        <span className={styles['count']}>
          {firing > 999 ? '999+' : firing}
          <span className="visually-hidden"> firing</span>
        </span>
      )}
    </Link>
  );
}

/** The mark and the name. */
export function Wordmark() {
  return (
    <span className={styles['wordmark']}>
      <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden>
        <path
          d="M3 11h10c6 0 7 11 16 14"
          fill="none"
          stroke="currentColor"
          strokeWidth="3"
          strokeLinecap="round"
        />
        <path
          d="M13 11c7 0 10 4 16 4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
        />
        <circle cx="13" cy="11" r="3.5" fill="currentColor" />
      </svg>
      Fettle
    </span>
  );
}

/** The rail at the left of a wide screen. */
export function SideNav() {
  const firing = useFiring();
  return (
    <nav className={styles['side']} aria-label="Main">
      <Wordmark />
      {DESTINATIONS.map((destination) => (
        <NavLink key={destination.to} destination={destination} firing={firing} />
      ))}
    </nav>
  );
}

/** The bar at the thumb on a phone. */
export function BottomNav() {
  const firing = useFiring();
  return (
    <nav className={styles['bottom']} aria-label="Main">
      {DESTINATIONS.filter((destination) => destination.atThumb).map((destination) => (
        <NavLink key={destination.to} destination={destination} firing={firing} />
      ))}
      <Menu position="top-end" shadow="sm" width={200}>
        <Menu.Target>
          <button type="button" className={styles['link']}>
            <IconDots size={20} stroke={1.6} aria-hidden />
            <span>More</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {DESTINATIONS.filter((destination) => !destination.atThumb).map(({ to, label, icon: Icon }) => (
            <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={18} stroke={1.6} />} h={44}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
