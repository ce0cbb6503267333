import type { ReactNode } from 'react';
import styles from './page-head.module.css';

interface PageHeadProps {
  /** The answer to the screen's question; its heading. */
  readonly title: ReactNode;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
}

/** Top of every screen: the answer first, what belongs to it below, actions at the side. */
export function PageHead({ title, note, actions }: PageHeadProps) {
  return (
    <header className={styles['head']}>
      <div>
        <h1 className="large">{title}</h1>
        {note !== undefined && <p className="soft">{note}</p>}
      </div>
      {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
    </header>
  );
}
