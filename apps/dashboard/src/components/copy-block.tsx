import { Button, CopyButton } from '@mantine/core';
import styles from './copy-block.module.css';

/** Text to be copied whole: shown as it is, with one button. */
export function CopyBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className={styles['block']}>
      <pre tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button variant="default" size="xs" className={styles['button'] ?? ''} onClick={copy}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
