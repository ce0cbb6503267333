import { QueryClient } from '@tanstack/react-query';
import { asApiError } from './api-error';

/**
 * The one cache of what the server said. Live changes keep it fresh, so nothing polls; a failed read is tried again only
 * where the API said that it may succeed. Writes wait while the network is gone and go out in order once it is back.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 30 * 60_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => asApiError(error).retryable && failures < 2,
        retryDelay: (failures) => Math.min(1000 * 2 ** failures, 8000),
      },
      mutations: {
        networkMode: 'online',
        retry: (failures, error) => asApiError(error).code === 'NETWORK.UNREACHABLE' && failures < 3,
      },
    },
  });
}
