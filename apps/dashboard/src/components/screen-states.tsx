import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { asApiError } from '../http/api-error';
import styles from './screen-states.module.css';

interface EmptyNoteProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** What to do next. */
  readonly action?: ReactNode;
}

/** Nothing to show, why that is so, and what to do next. */
export function EmptyNote({ title, children, action }: EmptyNoteProps) {
  return (
    <div className={styles['note']}>
      <h2>{title}</h2>
      {children !== undefined && <p className="soft">{children}</p>}
      {action}
    </div>
  );
}

interface ErrorNoteProps {
  readonly error: unknown;
  /** What could not be shown, in the reader's words: `the fleet`. */
  readonly what: string;
  readonly onRetry?: () => void;
}

function explain(status: number, code: string, what: string): { title: string; way: string } {
  if (status === 403) {
    return {
      title: `You may not see ${what}`,
      way: 'Your role does not include this. An admin of your organisation can change it.',
    };
  }
  if (status === 404)
    return {
      title: `There is no such thing here`,
      way: 'It may have been removed, or it belongs to someone else.',
    };
  if (status === 429) return { title: 'Too many calls at once', way: 'Wait a moment, then try again.' };
  if (code === 'NETWORK.UNREACHABLE') {
    return {
      title: `No connection to load ${what}`,
      way: 'It will be fetched as soon as the network is back.',
    };
  }
  return {
    title: `Could not show ${what}`,
    way: 'Try again; if it stays, tell whoever runs Fettle this code.',
  };
}

/** A failure with its code and a way on; a missing right or thing says so and offers none that would fail again. */
export function ErrorNote({ error, what, onRetry }: ErrorNoteProps) {
  const { status, code, message } = asApiError(error);
  const { title, way } = explain(status, code, what);
  return (
    <div className={styles['note']} role="alert">
      <h2>{title}</h2>
      <p className="soft">{way}</p>
      <p className="small soft">
        <code>{code}</code> {message}
      </p>
      {onRetry !== undefined && ![403, 404].includes(status) && (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** Grey rows of the height that the real ones will have, so that nothing jumps when they come. */
export function SkeletonRows({ rows, height }: { rows: number; height: number }) {
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles['skeleton']} style={{ height }}>
          <Skeleton height={12} width={`${34 + ((row * 17) % 30)}%`} />
          <Skeleton height={12} width={`${55 + ((row * 23) % 35)}%`} />
        </div>
      ))}
    </div>
  );
}
