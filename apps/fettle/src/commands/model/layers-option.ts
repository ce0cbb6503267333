import { readFile } from 'node:fs/promises';
import type { LayerSpec, NetworkSpec, TaskKindName } from '@fettle/training';
import { usageError } from '../../cli/run-command';

/**
 * A network from `--layers`: widths of dense layers ("32,8,32"), or a JSON file of layers as libs/training has them. What
 * comes out is added: as many classes, inputs, quantiles or numbers as the task has.
 */
export async function networkSpecOf(
  layers: string,
  input: readonly number[],
  task: TaskKindName,
  classes: number,
): Promise<NetworkSpec> {
  const hidden = /^\d+(,\d+)*$/.test(layers) ? denseLayers(layers, input) : await layersFile(layers);
  const last: Record<TaskKindName, LayerSpec> = {
    classifier: { kind: 'dense', units: classes, activation: 'softmax' },
    autoencoder: { kind: 'dense', units: input.reduce((product, extent) => product * extent, 1) },
    regressor: { kind: 'dense', units: 1 },
    forecaster: { kind: 'dense', units: 3 },
  };
  const shape: readonly LayerSpec[] =
    task === 'autoencoder' && input.length > 1 ? [{ kind: 'reshape', shape: input }] : [];
  return { input, layers: [...hidden, last[task], ...shape] };
}

function denseLayers(widths: string, input: readonly number[]): LayerSpec[] {
  const dense = widths
    .split(',')
    .map((units): LayerSpec => ({ kind: 'dense', units: Number(units), activation: 'relu' }));
  return input.length > 1 ? [{ kind: 'flatten' }, ...dense] : dense;
}

async function layersFile(path: string): Promise<LayerSpec[]> {
  const layers: unknown = await readFile(path, 'utf8')
    .then((text): unknown => JSON.parse(text))
    .catch(() => null);
  const areLayers =
    Array.isArray(layers) && layers.every((each) => typeof each === 'object' && each !== null);
  if (!areLayers)
    throw usageError(
      `--layers takes widths such as 32,8,32, or a JSON file with a list of layers; not ${path}`,
    );
  return layers as LayerSpec[];
}
