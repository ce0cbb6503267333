import type { FleetSummaryResponse } from '@fettle/contracts';
import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconMaximize, IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { LinkButton } from '../../../components/link-button';
import { PageHead } from '../../../components/page-head';
import styles from './filters.module.css';
import { fleetHeadline } from './headline';

interface FleetHeadProps {
  readonly counts: FleetSummaryResponse['total'] | undefined;
  readonly domain: string | undefined;
  readonly q: string | undefined;
  /** How old what is shown is, when that is worth saying. */
  readonly note: string | null;
}

/** The fleet in one line, the filter by name, and the way to the wall screen. */
export function FleetHead({ counts, domain, q, note }: FleetHeadProps) {
  const navigate = useNavigate({ from: '/' });
  const [text, setText] = useState(q ?? '');
  const find = useDebouncedCallback((wanted: string) => {
    void navigate({
      search: (before) => ({ ...before, q: wanted === '' ? undefined : wanted }),
      replace: true,
    });
  }, 250);
  const type = (wanted: string): void => {
    setText(wanted);
    find(wanted.trim());
  };
  return (
    <PageHead
      title={counts === undefined ? 'Fleet' : fleetHeadline(counts)}
      note={note ?? undefined}
      actions={
        <>
          <TextInput
            className={styles['find'] ?? ''}
            placeholder="Filter by name or place"
            aria-label="Filter by name or place"
            leftSection={<IconSearch size={16} stroke={1.6} />}
            value={text}
            onChange={(event) => type(event.currentTarget.value)}
          />
          <LinkButton
            to="/wall"
            search={{ domain }}
            variant="default"
            visibleFrom="md"
            leftSection={<IconMaximize size={16} stroke={1.6} />}
          >
            Wall
          </LinkButton>
        </>
      }
    />
  );
}
