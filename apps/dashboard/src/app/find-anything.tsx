import { searchResponseSchema, type SearchHit } from '@fettle/contracts';
import '@mantine/spotlight/styles.css';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { asApiError } from '../http/api-error';
import { queryKeys } from '../http/query-keys';
import { request } from '../http/request';
import { DESTINATIONS } from './navigation';

const KIND_WORDS: Readonly<Record<SearchHit['kind'], string>> = {
  asset: 'asset',
  device: 'device',
  site: 'site',
  rule: 'rule',
  alert: 'alert',
  work_order: 'work order',
};

function useOpenHit(): (hit: SearchHit) => void {
  const navigate = useNavigate();
  return ({ kind, id, title }) => {
    switch (kind) {
      case 'asset':
        return void navigate({ to: '/assets/$assetId', params: { assetId: id } });
      case 'device':
        return void navigate({ to: '/devices', search: { device: id } });
      case 'site':
        return void navigate({ to: '/', search: { q: title } });
      case 'rule':
        return void navigate({ to: '/rules/$ruleId', params: { ruleId: id } });
      case 'alert':
        return void navigate({ to: '/alerts', search: { alert: id } });
      case 'work_order':
        return void navigate({ to: '/work', search: { order: id } });
    }
  };
}

/** What was found comes after the last letter, when nothing is chosen any more: Enter then opens the first of it. */
function openFirst(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Enter') return;
  const dialog = event.currentTarget.closest('[role="dialog"]');
  if (dialog?.querySelector('[data-selected]') === null)
    dialog.querySelector<HTMLElement>('[data-action]')?.click();
}

/** The search that finds anything: opens whenever `searches` rises. */
export default function FindAnything({ searches }: { searches: number }) {
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), 150);
  const navigate = useNavigate();
  const openHit = useOpenHit();
  useEffect(() => spotlight.open(), [searches]);
  const hits = useQuery({
    queryKey: queryKeys.search(wanted),
    queryFn: ({ signal }) => request(searchResponseSchema, '/search', { signal, query: { q: wanted } }),
    enabled: wanted !== '',
    placeholderData: keepPreviousData,
  });
  const places = DESTINATIONS.filter(({ label }) => label.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <Spotlight.Root query={text} onQueryChange={setText} shortcut={null} maxHeight={480} scrollable>
      <Spotlight.Search
        placeholder="A car, a site, a device, a rule…"
        aria-label="Find anything"
        onKeyDown={openFirst}
      />
      <Spotlight.ActionsList>
        {hits.error !== null && <Spotlight.Empty>{asApiError(hits.error).message}</Spotlight.Empty>}
        {wanted !== '' &&
          hits.data?.items.map((hit) => (
            <Spotlight.Action
              key={`${hit.kind}/${hit.id}`}
              label={hit.title}
              description={`${KIND_WORDS[hit.kind]}, ${hit.subtitle}`}
              onClick={() => openHit(hit)}
            />
          ))}
        {places.map(({ to, label, icon: Icon }) => (
          <Spotlight.Action
            key={to}
            label={`Go to ${label}`}
            leftSection={<Icon size={18} stroke={1.6} />}
            onClick={() => void navigate({ to })}
          />
        ))}
        {wanted !== '' && hits.data?.items.length === 0 && places.length === 0 && (
          <Spotlight.Empty>Nothing is called “{wanted}”.</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
