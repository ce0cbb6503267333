import { currentSessionResponseSchema, roleAllows, type Role, type SessionResponse } from '@fettle/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { queryKeys } from '../http/query-keys';
import { request } from '../http/request';

/** Who is signed in; null when nobody is. Any failure is thrown. */
export const sessionQuery = queryOptions({
  queryKey: queryKeys.session,
  queryFn: async ({ signal }): Promise<SessionResponse | null> =>
    (await request(currentSessionResponseSchema, '/sessions/current', { signal })).session,
  staleTime: 5 * 60_000,
});

/** The signed-in person and tenant; null before the first answer and when nobody is signed in. */
export function useSession(): SessionResponse | null {
  return useQuery(sessionQuery).data ?? null;
}

/** True when the signed-in person may do what `needed` may do. Buttons that would be refused are not offered. */
export function useMay(needed: Role): boolean {
  const session = useSession();
  return session !== null && roleAllows(session.user.role, needed);
}
