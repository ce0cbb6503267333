import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, seededRandom, systemClock } from '@fettle/kernel';
import {
  encodeWeights,
  type NetworkFile,
  readCsv,
  type TableData,
  tableData,
  type TableSettings,
} from '@fettle/model-recipes';
import { optimize, writeTflite } from '@fettle/tinyml';
import {
  anomalyScores,
  evaluate,
  fitKMeans,
  initialNetwork,
  progressLine,
  quantize,
  samplesAt,
  type TaskMetrics,
  train,
  type TrainResult,
} from '@fettle/training';
import type { CommandContext } from '../../cli/command';
import { networkSpecOf } from './layers-option';
import { modelName } from './model-file';
import { tableSettings, wholeNumber } from './table-options';
import type { TrainOptions } from './train-options';

const CALIBRATION_SAMPLES = 256;
const PROGRESS_EVERY_MS = 200;

/** Trains on a table, judges on groups that were neither trained nor chosen on, and writes network and int8 model. */
export async function trainOnTable(
  path: string,
  options: TrainOptions,
  context: CommandContext,
): Promise<void> {
  const settings = tableSettings(options);
  const data = await readTableData(path, settings);
  const trained = await trainNetwork(data, settings, options, context);
  const test = evaluate(trained.network, data.test, { kind: settings.task });
  const files = await write(modelName(path), data, settings, trained, options.out);
  const clusters =
    settings.task === 'autoencoder'
      ? await besideClusters(modelName(path), data, settings, options.out)
      : null;
  const { stopped, history } = trained;
  if (stopped === 'aborted') context.cutShort();
  context.result(
    {
      files,
      inputs: data.inputs,
      classes: data.classes,
      stopped,
      epochs: history.length,
      validation: trained.best ?? null,
      test,
      kMeans: clusters,
    },
    [
      ...Object.values(files),
      '',
      `from ${data.inputs.join(', ')}`,
      `after ${history.length} epochs (${stopped}); on groups never seen:`,
      metricsText(test.metrics, data.classes),
      ...(clusters === null
        ? []
        : [
            `k-means beside it: ${clusters.clusters} clusters, ${(100 * clusters.unusual).toFixed(1)} % of unseen samples outside; ${clusters.file}`,
          ]),
    ].join('\n'),
  );
}

/** The samples of a table file; `MODEL.NO_FILE` where it cannot be read. */
export async function readTableData(path: string, settings: TableSettings): Promise<TableData> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('MODEL.NO_FILE', `cannot read ${path}`, { cause });
  });
  return tableData(readCsv(text), settings);
}

async function trainNetwork(
  data: TableData,
  settings: TableSettings,
  options: TrainOptions,
  { progress, signal }: CommandContext,
): Promise<TrainResult> {
  const spec = await networkSpecOf(options.layers, data.train.shape, settings.task, data.classes.length);
  const startedMs = systemClock.nowMs();
  let toldMs = 0;
  return train({
    network: initialNetwork(spec, seededRandom(settings.seed)),
    data: data.train,
    validation: data.validation,
    task: { kind: settings.task },
    epochs: wholeNumber(options.epochs, '--epochs', 1),
    schedule: { kind: 'cosine' },
    earlyStopping: { patience: 15 },
    ...(settings.task === 'classifier' ? { classWeights: 'balanced' as const } : {}),
    seed: settings.seed,
    workers: wholeNumber(options.workers, '--workers', 1),
    signal,
    onProgress: (now) => {
      // A log gets lines of whole epochs.
      if (!process.stderr.isTTY && now.step < now.stepsPerEpoch) return;
      const elapsedMs = systemClock.nowMs() - startedMs;
      if (elapsedMs - toldMs < PROGRESS_EVERY_MS && now.samplesDone < now.samplesInAll) return;
      toldMs = elapsedMs;
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${progressLine(now, elapsedMs)}`);
      else progress(progressLine(now, elapsedMs));
    },
  });
}

async function write(
  name: string,
  data: TableData,
  settings: TableSettings,
  { network }: TrainResult,
  out: string,
): Promise<Readonly<Record<'network' | 'tflite', string>>> {
  const { inputs, classes, standardiser, labelStandardiser } = data;
  const file: NetworkFile = {
    format: 'fettle-network/1',
    spec: network.spec,
    settings,
    inputs,
    classes,
    standardiser,
    ...(labelStandardiser === undefined ? {} : { labelStandardiser }),
    weights: encodeWeights(network.weights),
  };
  const paths = { network: join(out, `${name}.network.json`), tflite: join(out, `${name}.tflite`) };
  await writeFile(paths.network, `${JSON.stringify(file)}\n`);
  const { model } = quantize(network, calibrationOf(data), {
    ranges: 'mse',
    description: `${name}, int8 by Fettle`,
  });
  await writeFile(paths.tflite, writeTflite(optimize(model).model));
  return paths;
}

/** The simpler score that any autoencoder has to be worth its price against: distance to clusters of usual samples. */
async function besideClusters(
  name: string,
  { train: usual, test }: TableData,
  { seed }: TableSettings,
  out: string,
): Promise<{ readonly file: string; readonly clusters: number; readonly unusual: number }> {
  const features = usual.shape.reduce((product, extent) => product * extent, 1);
  const model = fitKMeans(usual.inputs, { features, seed, radiusQuantile: 0.99 });
  const file = join(out, `${name}.kmeans.json`);
  await writeFile(file, `${JSON.stringify(model)}\n`);
  const scores = anomalyScores(model, test.inputs);
  return {
    file,
    clusters: model.clusters.length,
    unusual: scores.filter((score) => score > 0).length / scores.length,
  };
}

/** Training samples, evenly spread. */
function calibrationOf({ train: all }: TableData): Float32Array {
  const width = all.shape.reduce((product, extent) => product * extent, 1);
  const count = all.inputs.length / width;
  const taken = Math.min(count, CALIBRATION_SAMPLES);
  return samplesAt(
    all,
    Array.from({ length: taken }, (_, i) => Math.floor((i * count) / taken)),
  ).inputs;
}

/** Metrics in lines; a confusion matrix as rows of what is true, columns of what was said. */
function metricsText(metrics: TaskMetrics, classes: readonly string[]): string {
  return Object.entries(metrics)
    .filter(([name]) => name !== 'kind')
    .map(([name, value]: [string, number | number[] | number[][]]) =>
      isMatrix(value) ? confusionText(name, value, classes) : `${name.padEnd(12)} ${figures(value)}`,
    )
    .join('\n');
}

const isMatrix = (value: number | number[] | number[][]): value is number[][] =>
  Array.isArray(value) && Array.isArray(value[0]);

/** Four digits that count: more are of no sample this size. */
const figures = (value: number | number[] | number[][]): string =>
  [value]
    .flat(2)
    .map((each) => String(Number(each.toPrecision(4))))
    .join(' ');

function confusionText(
  name: string,
  rows: readonly (readonly number[])[],
  classes: readonly string[],
): string {
  const width = Math.max(6, ...classes.map((each) => each.length + 2));
  const line = (first: string, cells: readonly (string | number)[]): string =>
    `  ${first.padEnd(width)}${cells.map((cell) => String(cell).padStart(width)).join('')}`;
  return [
    `${name} (rows: true; columns: said)`,
    line('', classes),
    ...rows.map((row, i) => line(classes[i] ?? '', row)),
  ].join('\n');
}
