import { measured } from '../../../charts/number-format';
import styles from './try-it.module.css';

/** One reading that can be changed. */
export interface WhatIfSignal {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  /** As typed. */
  readonly text: string;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** Of what the score comes from, 0 to 1. */
  readonly share: number;
  readonly changed: boolean;
}

interface WhatIfProps {
  readonly signals: readonly WhatIfSignal[];
  readonly onChange: (index: number, text: string) => void;
}

/** The readings of one moment, each with a slider over what the model can tell apart and a field. */
export function WhatIf({ signals, onChange }: WhatIfProps) {
  return (
    <ul className={styles['whatIf']}>
      {signals.map(({ name, label, unit, text, low, high, step, share, changed }, index) => {
        const value = Number(text);
        const wrong = text.trim() === '' || !Number.isFinite(value);
        return (
          <li key={name} data-changed={changed}>
            <span className={styles['signal']}>
              <span>
                {label}
                {changed && <span className="small soft"> changed</span>}
              </span>
              <span className="small soft" data-figures>
                {share >= 0.005 ? `${Math.round(share * 100)} % of it` : ''}
              </span>
            </span>
            <input
              type="range"
              className={styles['slider']}
              aria-label={label}
              aria-valuetext={`${measured(value)} ${unit}`}
              min={low}
              max={high}
              step={step}
              value={wrong ? low : Math.min(high, Math.max(low, value))}
              onChange={(event) => onChange(index, event.currentTarget.value)}
            />
            <span className={styles['field']}>
              <input
                aria-label={`${label}, value`}
                aria-invalid={wrong}
                inputMode="decimal"
                value={text}
                onChange={(event) => onChange(index, event.currentTarget.value)}
              />
              <span className="small soft">{unit}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
