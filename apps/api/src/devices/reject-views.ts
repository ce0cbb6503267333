import type { RejectResponse } from '@fettle/contracts';
import type { StoredReject } from '@fettle/persistence';
import { z } from 'zod';
import { PageCursor } from '../http/page-cursor';

/** Of lists of refused messages. */
export const byReject = new PageCursor(z.object({ place: z.string().regex(/^\d{1,18}$/) }));

/** A refused message as REST shows it. */
export function showReject({ id: _place, at, ...rest }: StoredReject): RejectResponse {
  return { ...rest, at: at.toISOString() };
}
