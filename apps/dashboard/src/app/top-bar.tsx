import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { IconSearch, IconUser } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { z } from 'zod';
import { queryKeys } from '../http/query-keys';
import { request } from '../http/request';
import { useSession } from '../session/session';
import { viewerZone } from '../time/calendar';
import { Wordmark } from './nav';
import styles from './top-bar.module.css';

function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await request(z.unknown(), '/sessions/me', { method: 'DELETE' }).catch(() => undefined);
    client.clear();
    client.setQueryData(queryKeys.session, null);
    await navigate({ to: '/sign-in' });
  };
}

function PersonMenu() {
  const session = useSession();
  const signOut = useSignOut();
  const { setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" shadow="sm" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" size={40} aria-label="You and your settings">
          <IconUser size={20} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {session !== null && (
          <Menu.Label>
            {session.user.name}, {session.user.role}
            <br />
            {session.user.email}
          </Menu.Label>
        )}
        <Menu.Label>Times in {viewerZone()}</Menu.Label>
        <Menu.Divider />
        <Menu.Item onClick={() => setColorScheme('auto')}>Light or dark as the system</Menu.Item>
        <Menu.Item onClick={() => setColorScheme('light')}>Light</Menu.Item>
        <Menu.Item onClick={() => setColorScheme('dark')}>Dark</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Whose fleet it is, the search that finds anything, and the person's own menu. */
export function TopBar({ onSearch }: { onSearch: () => void }) {
  const session = useSession();
  return (
    <div className={styles['bar']}>
      <span className={styles['phoneMark']}>
        <Wordmark />
      </span>
      <span className={styles['tenant']}>
        {session?.tenant.name ?? ''}
        {session?.tenant.demo === true && <span className={styles['demo']}>demo, simulated machines</span>}
      </span>
      <button type="button" className={styles['search']} onClick={onSearch} aria-keyshortcuts="Control+K">
        <IconSearch size={18} stroke={1.6} aria-hidden />
        <span>Find anything</span>
        <kbd>Ctrl K</kbd>
      </button>
      <PersonMenu />
    </div>
  );
}
