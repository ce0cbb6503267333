import type { ModelResponse } from '@fettle/contracts';
import { IconDownload } from '@tabler/icons-react';
import { codeHref, tfliteHref } from '../api/models';
import styles from './model.module.css';

function meaningOf(file: string): string {
  if (file === 'fettle_tinyml.h') return 'runtime, the same for every model';
  return file.endsWith('.c') ? 'weights and layers, C99' : 'what a firmware calls';
}

/** The model's files to save: C that gives the same bits, and the .tflite it comes from. */
export function TakeAlong({ model }: { model: ModelResponse }) {
  const files = [
    ...model.codeFiles.map((name) => ({ name, href: codeHref(model.id, name), meaning: meaningOf(name) })),
    { name: `${model.name}.tflite`, href: tfliteHref(model.id), meaning: 'the int8 model itself' },
  ];
  return (
    <section className={styles['panel']} aria-label="Take it along">
      <h2>Take it along</h2>
      <p className="small soft">
        {model.codeFiles.length === 0
          ? 'It runs in the interpreter, but holds an operator for which there is no C yet.'
          : 'No allocation, no libc beyond stdint and string; it computes the same bits as the interpreter.'}
      </p>
      <ul className={styles['files']}>
        {files.map(({ name, href, meaning }) => (
          <li key={name}>
            <a href={href} download={name}>
              <IconDownload size={16} stroke={1.8} aria-hidden />
              {name}
            </a>
            <span className="small soft">{meaning}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
