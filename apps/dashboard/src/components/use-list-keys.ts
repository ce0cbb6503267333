import { useEffect, useRef } from 'react';

interface ListKeys {
  readonly count: number;
  /** Brings a row into view before it is focused. */
  readonly reveal?: (index: number) => void;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  );
}

function focusedRow(): number {
  const row = document.activeElement?.closest('[data-row]');
  return row === null || row === undefined ? -1 : Number(row.getAttribute('data-row'));
}

/**
 * `j` and `k` move the focus down and up a list whose rows carry `data-row` and hold a `[data-row-main]`, their link or
 * button; Enter then opens it as it opens any link. Silent while something is being typed.
 */
export function useListKeys({ count, reveal }: ListKeys): void {
  const latest = useRef({ count, reveal });
  useEffect(() => {
    latest.current = { count, reveal };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.key !== 'j' && event.key !== 'k') || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"]') !== null) return;
      const step = event.key === 'j' ? 1 : -1;
      const next = Math.min(Math.max(focusedRow() + step, 0), latest.current.count - 1);
      latest.current.reveal?.(next);
      requestAnimationFrame(() => {
        document.querySelector<HTMLElement>(`[data-row="${next}"] [data-row-main]`)?.focus();
      });
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
