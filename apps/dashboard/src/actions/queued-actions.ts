import { useMutationState } from '@tanstack/react-query';

/** How many actions wait for the network: asked for, shown on the screen, not yet taken by the server. */
export function useQueuedActions(): number {
  return useMutationState({
    filters: { status: 'pending' },
    select: (mutation) => mutation.state.isPaused || mutation.state.failureCount > 0,
  }).filter(Boolean).length;
}
