import { OpenWindow } from './open-window';

/** Windows kept for reuse: allocating their arrays costs more than counting a minute's readings. */
const MAX_POOLED = 512;
/** A window that has grown for a device of very many signals is not worth keeping. */
const MAX_POOLED_SLOTS = 64;
const pool: OpenWindow[] = [];

/** An empty window. */
export function freshWindow(startMs: number): OpenWindow {
  return (pool.pop() ?? new OpenWindow()).reset(startMs);
}

/** Gives a window back; the caller must not touch it again. */
export function recycle(window: OpenWindow): void {
  if (pool.length < MAX_POOLED && window.slots <= MAX_POOLED_SLOTS) pool.push(window);
}
