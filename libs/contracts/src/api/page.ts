import { z } from 'zod';

/** A UUID in a path or a body. */
export const idSchema = z.uuid();

/** An instant in REST: ISO 8601, UTC, ending in Z. */
export const instantSchema = z.iso.datetime();

/** A name that a person gave: trimmed, 1 to 120 characters. */
export const nameSchema = z.string().trim().min(1).max(120);

/** Free text of a person, at most 2,000 characters. */
export const noteSchema = z.string().trim().max(2_000);

export const PAGE_LIMIT_MAX = 1_000;

/** Paging of every list: `cursor` is what the page before said in `nextCursor`; opaque. */
export const pageQuerySchema = z.object({
  cursor: z.string().min(1).max(512).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(100),
});

/** Every list: `nextCursor` is null on the last page. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** A list's type. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** RFC 9457 problem document; every error has this shape. `code` is the part that does not change. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  /** True when the same request may succeed later. */
  retryable: z.boolean(),
  /** What was wrong with the input, when it was invalid. */
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** Seconds to wait, when throttled. */
  retryAfter: z.number().optional(),
});

export type Problem = z.infer<typeof problemSchema>;
export type PageQuery = z.infer<typeof pageQuerySchema>;
