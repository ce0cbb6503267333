import type { AssetDetailResponse } from '@fettle/contracts';
import { measured, unitWords } from '../../../charts/number-format';
import { TimeAgo } from '../../../components/time-ago';
import styles from './asset-page.module.css';

interface LiveValuesProps {
  readonly asset: AssetDetailResponse;
  readonly shown: string | null;
  readonly onShow: (signal: string | null) => void;
}

/** Every signal's newest value, as it comes in; touching one draws it. */
export function LiveValues({ asset, shown, onShow }: LiveValuesProps) {
  const newest = new Map(asset.latest.map((value) => [value.signal, value]));
  return (
    <section className={styles['panel']} aria-label="Live values">
      <h2>Now</h2>
      <ul className={styles['values']}>
        {asset.signals.map((signal) => {
          const value = newest.get(signal.name);
          return (
            <li key={signal.name}>
              <button
                type="button"
                aria-pressed={shown === signal.name}
                onClick={() => onShow(shown === signal.name ? null : signal.name)}
              >
                <span>{signal.label}</span>
                <strong data-figures>
                  {measured(value?.value ?? null)} <span className="soft">{unitWords(signal.unit)}</span>
                </strong>
                <span className="small soft">
                  {value === undefined ? 'no reading' : <TimeAgo at={value.at} />}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
