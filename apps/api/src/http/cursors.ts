import { z } from 'zod';
import { PageCursor } from './page-cursor';

const text = z.string().max(200);

/** Of lists sorted by name. */
export const byName = new PageCursor(z.object({ name: text, id: z.uuid() }));

/** Of lists sorted by time, newest first. */
export const byTime = new PageCursor(z.object({ ms: z.number().int(), id: z.uuid() }));

/** Of the fleet list. */
export const byUrgency = new PageCursor(
  z.object({ rank: z.number().int(), due: z.number(), assetId: z.uuid(), component: text }),
);
