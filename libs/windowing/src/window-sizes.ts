import { WINDOW_SIZES_MS } from '@fettle/contracts';

/** A length of tumbling window. The registry is `WINDOW_SIZES_MS` of the contracts; everything here derives from it. */
export type WindowSizeMs = (typeof WINDOW_SIZES_MS)[number];

/**
 * Sizes that windows have, shortest first. Each is a multiple of the one before, so that a window of one size lies
 * within exactly one of the next.
 */
export const WINDOW_SIZES: readonly WindowSizeMs[] = WINDOW_SIZES_MS;

/** The size that takes readings; every other size is merged from the closed windows of the one before. */
export const BASE_SIZE_MS: WindowSizeMs = WINDOW_SIZES_MS[0];

/** How long after the newest event time a window stays open for readings that arrive out of order. */
export const DEFAULT_ALLOWED_LATENESS_MS = 60_000;

/** Start of the one window of this size that holds the event time: [start, start + size), aligned to the epoch in UTC. */
export function windowStart(eventTimeMs: number, sizeMs: number): number {
  return Math.floor(eventTimeMs / sizeMs) * sizeMs;
}
