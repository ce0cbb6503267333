import type { ModelResponse } from '@fettle/contracts';
import { useMemo } from 'react';
import { ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { useModelFile } from '../api/recordings';
import { shortHash } from '../components/size-words';
import { ReadingsTry } from './readings-try';
import { asSteps, type Recording } from './recording';
import { openBareTrial, openTrial, programOf } from './trial';
import { WindowTry } from './window-try';

/** Which way a model is tried: on readings, on windows of samples, or bare, as an uploaded one that says nothing of itself. */
function Trying({ model, file }: { model: ModelResponse; file: Uint8Array }) {
  const spec = programOf(model.id);
  const windows = useMemo(() => {
    if (spec === null || spec.input.kind !== 'window') return null;
    const { scale, sampleRateHz } = spec.input.features;
    const samplesOf = ({ values }: Recording): Int16Array => asSteps(values, scale);
    return { open: () => openTrial(spec, file), samplesOf, sampleRateHz };
  }, [spec, file]);
  const bare = useMemo(
    () => ({
      open: () => openBareTrial(file),
      samplesOf: ({ values }: Recording): Float64Array => values,
      sampleRateHz: null,
    }),
    [file],
  );
  if (spec?.input.kind === 'readings')
    return <ReadingsTry model={model} program={{ spec, input: spec.input, file }} />;
  return windows === null ? (
    <WindowTry model={model} trial={bare} />
  ) : (
    <WindowTry model={model} trial={windows} />
  );
}

/** Runs the model's own int8 file in this browser, in the arithmetic of devices. */
export default function TryIt({ model }: { model: ModelResponse }) {
  const file = useModelFile(model.id);
  if (file.isPending) return <SkeletonRows rows={3} height={72} />;
  if (file.data === undefined)
    return <ErrorNote error={file.error} what="the model’s file" onRetry={() => void file.refetch()} />;
  return (
    <>
      <p className="small soft">
        The int8 model <code>{shortHash(model.hash)}</code> runs here in this browser, in integers: the same
        bits as on the device.
      </p>
      <Trying model={model} file={file.data} />
    </>
  );
}
