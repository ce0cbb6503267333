import {
  domainListResponseSchema,
  type AssetTypeResponse,
  type DomainResponse,
  type SignalResponse,
} from '@fettle/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { unitWords } from '../charts/number-format';
import { inSentence, plainWords, type Wording } from '../forecast/sentences';
import { queryKeys } from '../http/query-keys';
import { request } from '../http/request';

/** What kinds of machines there are; the same for everybody and for as long as the page is open. */
export const domainsQuery = queryOptions({
  queryKey: queryKeys.domains,
  queryFn: async ({ signal }) => (await request(domainListResponseSchema, '/domains', { signal })).items,
  staleTime: Infinity,
});

const NO_DOMAINS: readonly DomainResponse[] = [];

/** Every domain; empty until they are known. */
export function useDomains(): readonly DomainResponse[] {
  return useQuery(domainsQuery).data ?? NO_DOMAINS;
}

/** The asset type with that id, from whichever domain has it. */
export function findAssetType(domains: readonly DomainResponse[], id: string): AssetTypeResponse | undefined {
  for (const domain of domains) {
    const type = domain.assetTypes.find((candidate) => candidate.id === id);
    if (type !== undefined) return type;
  }
  return undefined;
}

/** What any domain calls a component, for where only its id is known; the id in plain words when none has it. */
export function componentLabel(domains: readonly DomainResponse[], id: string, domainId?: string): string {
  const known = domains
    .filter((domain) => domainId === undefined || domain.id === domainId)
    .flatMap((domain) => domain.assetTypes)
    .flatMap((type) => type.components)
    .find((component) => component.id === id);
  return known?.label ?? plainWords(id);
}

/** How people write a signal: its name within a sentence, and its unit, empty when it has none or nobody knows it. */
export interface SignalWords {
  readonly label: string;
  readonly unit: string;
}

/** The words for a signal of any machine in a domain. */
export function signalWords(
  domains: readonly DomainResponse[],
  signal: string,
  domainId: string,
): SignalWords {
  const known = domains
    .filter((domain) => domain.id === domainId)
    .flatMap((domain) => domain.assetTypes)
    .flatMap((type) => type.signals)
    .find(({ name }) => name === signal);
  return { label: inSentence(known?.label ?? plainWords(signal)), unit: unitWords(known?.unit ?? '') };
}

/** The domain's labels for components, failure modes and signals of an asset type; identifiers where it has none. */
export function wordingOf(type: AssetTypeResponse | undefined, own: readonly SignalResponse[] = []): Wording {
  const part = (id: string) => type?.components.find((component) => component.id === id);
  const signals = [...(type?.signals ?? []), ...own];
  return {
    component: (id) => part(id)?.label ?? plainWords(id),
    failureMode: (component, id) =>
      part(component)?.failureModes.find((mode) => mode.id === id)?.label ?? plainWords(id),
    signal: (name) => inSentence(signals.find((signal) => signal.name === name)?.label ?? plainWords(name)),
  };
}
