import { Link } from '@tanstack/react-router';
import { EmptyNote } from '../components/screen-states';
import styles from './no-such-screen.module.css';

/** What an address shows that leads nowhere, and the way back. */
export function NoSuchScreen() {
  return (
    <main className={styles['alone']}>
      <EmptyNote title="There is no such screen" action={<Link to="/">Go to the fleet</Link>}>
        The address may be mistyped.
      </EmptyNote>
    </main>
  );
}
