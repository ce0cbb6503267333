import { useHotkeys } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useLiveConnection } from '../realtime/live-socket';
import { ConnectionBanner } from '../components/connection-banner';
import { BottomNav, SideNav } from './nav';
import styles from './shell.module.css';
import { TopBar } from './top-bar';

const FindAnything = lazy(() => import('./find-anything'));

/** The frame around every screen: where one is, whether it is live, what waits, and the way to anything. */
export function Shell() {
  useLiveConnection();
  const [searches, setSearches] = useState(0);
  const search = (): void => setSearches((count) => count + 1);
  useHotkeys([
    ['mod+K', search],
    ['/', search],
  ]);
  return (
    <div className={styles['shell']}>
      <a href="#main" className={styles['skip']}>
        Skip to content
      </a>
      <SideNav />
      <div className={styles['body']}>
        <TopBar onSearch={search} />
        <ConnectionBanner />
        <main id="main" tabIndex={-1} className={styles['main']}>
          <Outlet />
        </main>
      </div>
      <BottomNav />
      <Notifications position="top-center" limit={3} />
      <Suspense fallback={null}>{searches > 0 && <FindAnything searches={searches} />}</Suspense>
    </div>
  );
}
