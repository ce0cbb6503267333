import { streamsResponseSchema } from '@fettle/contracts';
import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '../../../http/query-keys';
import { request } from '../../../http/request';

/** How the platform does, asked for every 5 s while the screen is shown: rates are not pushed. */
export function useStreams() {
  return useQuery({
    queryKey: queryKeys.streams,
    queryFn: ({ signal }) => request(streamsResponseSchema, '/streams', { signal }),
    refetchInterval: 5000,
  });
}
