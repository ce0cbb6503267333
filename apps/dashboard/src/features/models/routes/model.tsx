import type { ModelResponse } from '@fettle/contracts';
import { Button } from '@mantine/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { PageHead } from '../../../components/page-head';
import { ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { useDomains } from '../../../domains/domains';
import { asApiError } from '../../../http/api-error';
import { useMay } from '../../../session/session';
import { useDeleteModel, useModel, useModelReport } from '../api/models';
import { AccuracyTable } from '../components/accuracy-table';
import { kindWords, modelSentence } from '../components/accuracy-words';
import { LayersTable } from '../components/layers-table';
import { MemoryChart } from '../components/memory-chart';
import styles from '../components/model.module.css';
import { ParetoPanel } from '../components/pareto-panel';
import { RunningDevices } from '../components/running-devices';
import { shortHash, sizeSentence } from '../components/size-words';
import { TakeAlong } from '../components/take-along';

// The interpreter and the programs around the models: only who tries a model loads them.
const TryIt = lazy(() => import('../try-it/try-it'));

function Delete({ model }: { model: ModelResponse }) {
  const [asked, setAsked] = useState(false);
  const remove = useDeleteModel();
  const navigate = useNavigate();
  if (!asked) {
    return (
      <Button variant="subtle" onClick={() => setAsked(true)}>
        Delete
      </Button>
    );
  }
  return (
    <>
      <Button
        variant="default"
        loading={remove.isPending}
        onClick={() => remove.mutate(model.id, { onSuccess: () => void navigate({ to: '/models' }) })}
      >
        Really delete? Devices keep what they run
      </Button>
      {remove.error !== null && (
        <p role="alert">
          {asApiError(remove.error).message} <code>{asApiError(remove.error).code}</code>
        </p>
      )}
    </>
  );
}

function Insides({ model }: { model: ModelResponse }) {
  const report = useModelReport(model.id);
  if (report.isPending) return <SkeletonRows rows={4} height={72} />;
  if (report.data === undefined)
    return <ErrorNote error={report.error} what="its layers" onRetry={() => void report.refetch()} />;
  return (
    <>
      <LayersTable report={report.data} />
      <MemoryChart report={report.data} />
    </>
  );
}

function Trying({ model }: { model: ModelResponse }) {
  const { trying } = useSearch({ from: '/app/models/$modelId' });
  const navigate = useNavigate({ from: '/models/$modelId' });
  return (
    <section className={styles['panel']} id="try" aria-label="Try it">
      <h2>Try it</h2>
      {trying === true ? (
        <Suspense fallback={<SkeletonRows rows={3} height={72} />}>
          <TryIt model={model} />
        </Suspense>
      ) : (
        <>
          <p className="soft">
            Runs the int8 model in this browser on what your machines sent: the same bits as on the device.
          </p>
          <Button
            mt="xs"
            onClick={() => void navigate({ search: { trying: true }, replace: true, resetScroll: false })}
          >
            Try it on a recording
          </Button>
        </>
      )}
    </section>
  );
}

function About({ model }: { model: ModelResponse }) {
  const domain = useDomains().find(({ id }) => id === model.domain);
  const kind = kindWords(model, domain?.label ?? model.domain);
  return (
    <>
      {kind !== '' && `${kind}. `}
      {model.name}@{model.version}, <code title={model.hash}>{shortHash(model.hash)}</code>
    </>
  );
}

/** What does this model do, how good is it, how big, and who runs it? */
export default function Model() {
  const { modelId } = useParams({ from: '/app/models/$modelId' });
  const model = useModel(modelId);
  const mayEdit = useMay('operator');
  if (model.isPending) return <SkeletonRows rows={5} height={96} />;
  if (model.data === undefined)
    return <ErrorNote error={model.error} what="this model" onRetry={() => void model.refetch()} />;
  return (
    <>
      <PageHead
        title={model.data.title}
        note={<About model={model.data} />}
        actions={mayEdit && model.data.source === 'uploaded' && <Delete model={model.data} />}
      />
      <div className={styles['sentence']}>
        <p>{modelSentence(model.data)}</p>
        <p className="soft">
          {model.data.description} {sizeSentence(model.data.sizes)}
        </p>
      </div>
      <div className={styles['split']}>
        <AccuracyTable model={model.data} />
        <ParetoPanel points={model.data.pareto} />
      </div>
      <Trying model={model.data} />
      <div className={styles['split']} data-wide>
        <Insides model={model.data} />
      </div>
      <div className={styles['split']}>
        <RunningDevices model={model.data} />
        <TakeAlong model={model.data} />
      </div>
    </>
  );
}
