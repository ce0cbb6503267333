import { MAX_MODEL_BYTES, MODEL_TASKS, type ModelResponse, type ModelTask } from '@fettle/contracts';
import { Button, Drawer, Select, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useDomains } from '../../../domains/domains';
import { asApiError, ApiError } from '../../../http/api-error';
import { useUploadModel } from '../api/models';
import { TASK_WORDS } from './accuracy-words';
import { modelNameOf } from './model-name';
import styles from './models.module.css';
import { refusalWay } from './refusal-words';
import { bytesWords } from './size-words';

interface UploadModelProps {
  readonly file: File;
  readonly onClose: () => void;
  readonly onDone: (model: ModelResponse) => void;
}

const NO_DOMAIN = 'none';

/** Why a file need not even be sent; null: it may be. */
function refusedHere(file: File): ApiError | null {
  if (file.size <= MAX_MODEL_BYTES) return null;
  const detail = `${bytesWords(file.size)}; at most ${bytesWords(MAX_MODEL_BYTES)} are taken`;
  return new ApiError('INPUT.TOO_LARGE', detail, 413, false);
}

function Refusal({ error }: { error: ApiError }) {
  const [issue] = error.issues;
  return (
    <div role="alert" className={styles['refusal']}>
      <p>
        <strong>Not taken.</strong> {issue === undefined ? error.message : `${issue.path}: ${issue.message}`}
      </p>
      <p className="small">
        <code>{error.code}</code> <span className="soft">{refusalWay(error.code)}</span>
      </p>
    </div>
  );
}

/** A chosen file: what to call it and what it is for; then it is kept, or refused with the reason. */
export function UploadModel({ file, onClose, onDone }: UploadModelProps) {
  const upload = useUploadModel();
  const domains = useDomains();
  const [name, setName] = useState(() => modelNameOf(file.name));
  const [domain, setDomain] = useState(NO_DOMAIN);
  const [task, setTask] = useState<ModelTask>('other');
  const tooLarge = refusedHere(file);
  const error = tooLarge ?? (upload.error === null ? null : asApiError(upload.error));
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    upload.mutate({ file, name, task, domain: domain === NO_DOMAIN ? null : domain }, { onSuccess: onDone });
  };
  return (
    <Drawer opened onClose={onClose} position="right" size={520} title="Upload a model">
      <form className={styles['form']} onSubmit={submit}>
        <p>
          {file.name} <span className="soft">{bytesWords(file.size)}</span>
        </p>
        <TextInput
          label="Name"
          description="A device that runs it says name@version; lower-case letters, digits, - and _"
          required
          autoFocus
          maxLength={63}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="What it gives"
          allowDeselect={false}
          value={task}
          data={MODEL_TASKS.map((value) => ({ value, label: TASK_WORDS[value] }))}
          onChange={(value) => setTask(MODEL_TASKS.find((known) => known === value) ?? 'other')}
        />
        <Select
          label="Domain"
          allowDeselect={false}
          value={domain}
          data={[
            { value: NO_DOMAIN, label: 'none in particular' },
            ...domains.map(({ id, label }) => ({ value: id, label })),
          ]}
          onChange={(value) => setDomain(value ?? NO_DOMAIN)}
        />
        {error !== null && <Refusal error={error} />}
        <Button type="submit" loading={upload.isPending} disabled={tooLarge !== null}>
          Upload
        </Button>
      </form>
    </Drawer>
  );
}
