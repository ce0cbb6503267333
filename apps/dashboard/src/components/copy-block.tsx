import { Button, CopyButton } from '@mantine/core';
import styles from './copy-block.module.css';

/** Text to be copied whole: shown as it is, with one button. */
export function CopyBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className={styles['block']}>
      <div className={styles['head']}>
        <span>{label}</span>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="compact-sm" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </div>
      <pre tabIndex={0} aria-label={label}>
        {text}
      </pre>
    </div>
  );
}
