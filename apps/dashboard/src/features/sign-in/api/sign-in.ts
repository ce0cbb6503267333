import {
  createSessionResponseSchema,
  setupStateResponseSchema,
  type CreateSessionRequest,
  type SetupRequest,
} from '@fettle/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { request } from '../../../http/request';

/** A path of this dashboard, or the fleet: an address that came with a link never leads elsewhere. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/';
}

/** Signs in, by password, by one-time link, or by setting the installation up; then leads on to `next`. */
export function useSignIn(next: string | undefined) {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    // A person is waiting: no network is an error to show, not a reason to queue.
    networkMode: 'always',
    retry: false,
    mutationFn: (how: { password: CreateSessionRequest } | { link: string } | { setup: SetupRequest }) => {
      if ('password' in how) {
        return request(createSessionResponseSchema, '/sessions', { method: 'POST', body: how.password });
      }
      if ('link' in how) {
        return request(createSessionResponseSchema, '/sessions/link', {
          method: 'POST',
          body: { link: how.link },
        });
      }
      return request(createSessionResponseSchema, '/setup', { method: 'POST', body: how.setup });
    },
    onSuccess: async () => {
      client.clear();
      router.history.push(safeNext(next));
    },
  });
}

/** Whether this installation still has to be set up. */
export function useSetupState() {
  return useQuery({
    queryKey: ['setup'],
    queryFn: ({ signal }) => request(setupStateResponseSchema, '/setup', { signal }),
    retry: false,
  });
}
