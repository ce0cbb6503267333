import type { ReactNode } from 'react';
import { asApiError } from '../../../http/api-error';
import styles from './door.module.css';

/** What stands at the door: a name, a promise drawn as the forecast fan, and a form. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles['door']}>
      <aside className={styles['picture']} aria-hidden>
        <svg viewBox="0 0 480 320" preserveAspectRatio="xMidYMid slice">
          <path
            className={styles['wide']}
            d="M210 118 C290 128 320 190 352 300 L470 300 C440 210 330 126 210 118Z"
          />
          <path
            className={styles['near']}
            d="M210 118 C300 132 342 200 378 300 L424 300 C390 205 320 130 210 118Z"
          />
          <path className={styles['past']} d="M10 70 L40 66 70 74 100 70 130 82 160 90 185 104 210 118" />
          <path className={styles['median']} d="M210 118 C306 134 362 204 398 300" />
          <line className={styles['now']} x1="210" y1="20" x2="210" y2="300" />
          <line className={styles['floor']} x1="0" y1="300" x2="480" y2="300" />
          <circle cx="210" cy="118" r="5" />
        </svg>
        <p>Which machine will fail, when, and how sure we are.</p>
      </aside>
      <main className={styles['form']}>
        <p className={styles['name']}>Fettle</p>
        <h1 className="large">{title}</h1>
        {children}
      </main>
    </div>
  );
}

function wordsFor(code: string, status: number, message: string): string {
  if (code === 'NETWORK.UNREACHABLE') return 'Fettle does not answer. Check the network, then try again.';
  if (status === 429) return 'Too many attempts. Wait a minute, then try again.';
  return message;
}

/** Why the door stayed shut, with the code to tell somebody. */
export function DoorError({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const { code, status, message, issues } = asApiError(error);
  return (
    <div role="alert" className={styles['error']}>
      <p>{wordsFor(code, status, message)}</p>
      {issues.map((issue) => (
        <p key={issue.path}>
          {issue.path}: {issue.message}
        </p>
      ))}
      <p className="small soft">{code}</p>
    </div>
  );
}
