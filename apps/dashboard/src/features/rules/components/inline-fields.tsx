import styles from './rules.module.css';

interface InlineSelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** A word of a sentence that can be changed: the platform's own picker, as wide as what it says. */
export function InlineSelect<T extends string>({ label, value, options, onChange }: InlineSelectProps<T>) {
  return (
    <select
      className={styles['inline']}
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.currentTarget.value);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

interface InlineNumberProps {
  readonly label: string;
  /** As typed: kept as text, so that `4.` can become `4.5`. */
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly unit: string;
  readonly placeholder?: string;
}

/** A number of a sentence that can be changed, with its unit. */
export function InlineNumber({ label, text, onChange, unit, placeholder }: InlineNumberProps) {
  const wrong = text.trim() !== '' && !Number.isFinite(Number(text));
  return (
    <span className={styles['number']}>
      <input
        className={styles['inline']}
        aria-label={label}
        aria-invalid={wrong}
        inputMode="decimal"
        value={text}
        placeholder={placeholder}
        size={Math.max(4, text.length, placeholder?.length ?? 0)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {unit !== '' && <span>{unit}</span>}
    </span>
  );
}
