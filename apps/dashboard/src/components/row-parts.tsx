import { useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import styles from './row-parts.module.css';

interface RowLinkProps {
  /** A path of this dashboard, search included. */
  readonly href: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/**
 * The main link of a row among thousands: an anchor that the router follows on a plain click. Unlike the router's own Link
 * it computes nothing and listens to nothing, so that a row costs little while it scrolls by.
 */
export function RowLink({ href, className, children }: RowLinkProps) {
  const router = useRouter();
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.history.push(href);
  };
  return (
    <a href={href} onClick={follow} data-row-main className={className}>
      {children}
    </a>
  );
}

interface RowButtonProps {
  readonly label: string;
  /** Drawn in full ink: something waits for it. */
  readonly pressing?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** The one action of a row, as light as the row's link; `label` says what it is done to. */
export function RowButton({ label, pressing = false, onClick, children }: RowButtonProps) {
  return (
    <button
      type="button"
      className={styles['button']}
      data-pressing={pressing}
      aria-label={label}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
