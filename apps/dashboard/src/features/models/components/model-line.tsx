import type { ModelResponse } from '@fettle/contracts';
import { Link } from '@tanstack/react-router';
import { shortCount } from '../../../charts/number-format';
import { TimeAgo } from '../../../components/time-ago';
import { useDomains } from '../../../domains/domains';
import { kindWords, showAccuracy } from './accuracy-words';
import styles from './models.module.css';
import { bytesWords, shortHash, timeWords } from './size-words';

/** The devices that run it, as a link to them. */
function Running({ model }: { model: ModelResponse }) {
  if (model.devices === 0) return <span className="soft">no device</span>;
  return (
    <Link to="/models/$modelId" params={{ modelId: model.id }} hash="devices">
      {model.devices} {model.devices === 1 ? 'device' : 'devices'}
    </Link>
  );
}

function Accuracy({ model }: { model: ModelResponse }) {
  const [first] = model.accuracy;
  if (first === undefined) return <span className="soft">not judged</span>;
  const { label, value, split } = showAccuracy(first);
  return (
    <>
      <span>
        <strong data-figures>{value}</strong> <span className="small soft">{label}</span>
      </span>
      <span className="small soft">{split}</span>
    </>
  );
}

/** One model: what it is for, how good, how big, and who runs it. */
export function ModelLine({ model, index }: { model: ModelResponse; index: number }) {
  const domain = useDomains().find(({ id }) => id === model.domain);
  const { flash, weights, ram, instructions } = model.sizes;
  const kind = kindWords(model, domain?.label ?? model.domain);
  return (
    <li className={styles['line']} data-row={index}>
      <span className={styles['cell']}>
        <Link to="/models/$modelId" params={{ modelId: model.id }} className={styles['main']} data-row-main>
          {model.title}
        </Link>
        <span className="small soft">
          {kind !== '' && `${kind}. `}
          {model.name}@{model.version}, <code>{shortHash(model.hash)}</code>
          {model.createdAt !== null && (
            <>
              , <TimeAgo at={model.createdAt} />
            </>
          )}
        </span>
      </span>
      <span className={styles['cell']}>
        <Accuracy model={model} />
      </span>
      <span className={styles['figure']} data-figures data-label={flash === null ? 'weights' : 'flash'}>
        {bytesWords(flash ?? weights)}
      </span>
      <span className={styles['figure']} data-figures data-label="RAM">
        {bytesWords(ram)}
      </span>
      <span className={styles['figure']} data-figures data-label="one run">
        {instructions === null ? (
          <span className="soft">no C</span>
        ) : (
          <span title={`${shortCount(instructions)} instructions on a Cortex-M4`}>
            {timeWords(instructions)}
          </span>
        )}
      </span>
      <span className={styles['figure']} data-figures data-label="runs on">
        <Running model={model} />
      </span>
    </li>
  );
}
