import type { ModelResponse } from '@fettle/contracts';
import { Button, FileButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconUpload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { PageHead } from '../../../components/page-head';
import { EmptyNote, ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { useListKeys } from '../../../components/use-list-keys';
import { useMay } from '../../../session/session';
import { useModels } from '../api/models';
import { modelsHeadline } from '../components/headline';
import { ModelLine } from '../components/model-line';
import styles from '../components/models.module.css';
import { clockWords, CLOCK_HZ } from '../components/size-words';
import { UploadModel } from '../components/upload-model';
import { useFileDrop } from '../components/use-file-drop';

interface ListProps {
  readonly title: string;
  readonly models: readonly ModelResponse[];
  /** Rows before this list. */
  readonly before: number;
}

function List({ title, models, before }: ListProps) {
  return (
    <section aria-label={title}>
      <div className={styles['head']}>
        <h2>{title}</h2>
        <span aria-hidden>How good</span>
        <span aria-hidden>Flash</span>
        <span aria-hidden>RAM</span>
        <span aria-hidden>One run</span>
        <span aria-hidden>Runs on</span>
      </div>
      <ul className={styles['lines']}>
        {models.map((model, index) => (
          <ModelLine key={model.id} model={model} index={before + index} />
        ))}
      </ul>
    </section>
  );
}

function Lists({ models, mayUpload }: { models: readonly ModelResponse[]; mayUpload: boolean }) {
  const builtIn = models.filter(({ source }) => source === 'built-in');
  const own = models.filter(({ source }) => source === 'uploaded');
  return (
    <>
      {builtIn.length > 0 && <List title="With the product" models={builtIn} before={0} />}
      {own.length > 0 && <List title="Your own" models={own} before={builtIn.length} />}
      <p className="small soft">
        Flash, RAM with stack, and instructions on a Cortex-M4; the time is the least at{' '}
        {clockWords(CLOCK_HZ)}, one instruction a cycle.
      </p>
      {own.length === 0 && (
        <EmptyNote title="None of your own yet">
          {mayUpload
            ? 'Drop an int8 .tflite file here, or upload one: it is read, measured and compiled to C at once.'
            : 'An operator can upload .tflite files; they are read, measured and compiled to C.'}
        </EmptyNote>
      )}
    </>
  );
}

/** What do our devices run, and how good is it? */
export default function Models() {
  const models = useModels();
  const mayUpload = useMay('operator');
  const navigate = useNavigate();
  const [file, setFile] = useState<File | null>(null);
  const { over, area } = useFileDrop(setFile);
  useListKeys({ count: models.data?.length ?? 0 });
  const show = ({ id, name }: ModelResponse): void => {
    setFile(null);
    notifications.show({ message: `Uploaded: ${name}.` });
    void navigate({ to: '/models/$modelId', params: { modelId: id } });
  };
  return (
    <div {...(mayUpload ? area : {})} className={styles['drop']} data-over={over}>
      <PageHead
        title={models.data === undefined ? 'Models' : modelsHeadline(models.data)}
        actions={
          mayUpload && (
            <FileButton accept=".tflite" onChange={setFile}>
              {(props) => (
                <Button {...props} leftSection={<IconUpload size={16} stroke={1.8} />}>
                  Upload a model
                </Button>
              )}
            </FileButton>
          )
        }
      />
      {models.isPending && <SkeletonRows rows={6} height={88} />}
      {models.error !== null && (
        <ErrorNote error={models.error} what="the models" onRetry={() => void models.refetch()} />
      )}
      {models.data !== undefined && <Lists models={models.data} mayUpload={mayUpload} />}
      {file !== null && (
        <UploadModel
          key={`${file.name}/${file.size}/${file.lastModified}`}
          file={file}
          onClose={() => setFile(null)}
          onDone={show}
        />
      )}
    </div>
  );
}
