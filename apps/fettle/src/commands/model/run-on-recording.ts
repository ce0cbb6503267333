import { basename, dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { createDeviceProgram, DEVICE_MODELS, type ProgrammedModel } from '@fettle/device-models';
import { readCwru, readSamples } from '@fettle/datasets';
import { AppError } from '@fettle/kernel';
import { deviceSamples, type Recording, windowsOf } from '@fettle/model-recipes';
import { loadTflite } from '@fettle/tinyml';
import type { CommandContext } from '../../cli/command';
import { usageError } from '../../cli/run-command';

export interface RecordingOptions {
  readonly recording: string;
  readonly scale?: string;
  readonly rate?: string;
}

/** What a device would have said of a recording, window after window. */
interface Heard {
  readonly name: string;
  readonly windows: number;
  /** Windows of each class; empty where the model tells none. */
  readonly classes: Readonly<Record<string, number>>;
  /** The class of most windows; null likewise. */
  readonly label: string | null;
  /** What its name says; null where nobody knows. */
  readonly truth: string | null;
  /** Median of the alarming score, 0 to 1. */
  readonly medianScore: number;
  /** Share of windows from the threshold on. */
  readonly anomalous: number;
}

/**
 * Runs a device model's whole program over recordings: a file of int16 samples, or a folder of the Case Western kind, whose
 * names say what is damaged and are compared with what the device said.
 */
export async function runOnRecording(
  modelId: string,
  options: RecordingOptions,
  { progress, result }: CommandContext,
): Promise<void> {
  const model = DEVICE_MODELS.find(({ id }) => id === modelId);
  if (model === undefined)
    throw new AppError(
      'MODEL.UNKNOWN_MODEL',
      `--recording takes one of ${DEVICE_MODELS.map(({ id }) => id).join(', ')}; not ${modelId}`,
    );
  if (model.program.input.kind !== 'window') throw usageError(`${modelId} takes readings, not recordings`);
  const heard: Heard[] = [];
  for await (const { name, truth, recording } of recordingsOf(options)) {
    progress(name);
    heard.push({ name, truth, ...listen(model, recording) });
  }
  const known = heard.filter(({ truth, label }) => truth !== null && label !== null);
  const windows = known.reduce((sum, each) => sum + each.windows, 0);
  const right = known.reduce((sum, { classes, truth }) => sum + (classes[truth!] ?? 0), 0);
  const accuracy =
    known.length === 0
      ? null
      : {
          windows: right / windows,
          recordings: known.filter(({ label, truth }) => label === truth).length / known.length,
        };
  result({ model: modelId, recordings: heard, accuracy }, textOf(heard, accuracy));
}

async function* recordingsOf({ recording: path, scale, rate }: RecordingOptions): AsyncGenerator<{
  readonly name: string;
  readonly truth: string | null;
  readonly recording: Recording;
}> {
  if (existsSync(join(path, 'index.json'))) {
    if (basename(path) !== 'cwru')
      throw usageError('a folder of recordings is called cwru, with its index.json');
    for (const each of await readCwru(dirname(path)))
      yield { name: each.name, truth: each.fault, recording: each };
    return;
  }
  if (!existsSync(path))
    throw new AppError('MODEL.NO_FILE', `cannot read ${path}: no such file or directory`);
  if (scale === undefined || rate === undefined)
    throw usageError('a file of samples takes --scale and --rate');
  const [step, hertz] = [Number(scale), Number(rate)];
  if (!(step > 0) || !(hertz > 0)) throw usageError('--scale and --rate are above 0');
  const samples = await readSamples(path);
  yield { name: basename(path), truth: null, recording: { samples, scale: step, sampleRateHz: hertz } };
}

function listen(model: ProgrammedModel, recording: Recording): Omit<Heard, 'name' | 'truth'> {
  const { program } = model;
  if (program.input.kind !== 'window') throw usageError(`${model.id} takes readings, not recordings`);
  const device = createDeviceProgram(program, loadTflite(model.tflite()));
  const windows = windowsOf(deviceSamples(recording, program.input.features), device.inputSize);
  if (windows.length === 0)
    throw new AppError('MODEL.BAD_INPUT', `fewer samples than the ${device.inputSize} of a window`);
  const labels = program.scores.findIndex(({ kind }) => kind === 'class-label');
  const spec = program.scores[labels];
  const names = spec?.kind === 'class-label' ? spec.labels : [];
  const classes: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]));
  const scores = windows.map((window) => {
    const { scores: said } = device.run(window);
    if (labels >= 0) classes[names[said[labels]!]!]!++;
    return said[0]!;
  });
  const [likeliest] = Object.entries(classes).sort(([, a], [, b]) => b - a);
  const unit = 10 ** device.formats[0]!.exponent;
  const sorted = [...scores].sort((a, b) => a - b);
  return {
    windows: windows.length,
    classes,
    label: likeliest?.[0] ?? null,
    medianScore: sorted[Math.floor(sorted.length / 2)]! * unit,
    anomalous: scores.filter((score) => score >= program.threshold).length / scores.length,
  };
}

function textOf(
  heard: readonly Heard[],
  accuracy: { readonly windows: number; readonly recordings: number } | null,
): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const width = Math.max(...heard.map(({ name }) => name.length));
  const lines = heard.map(({ name, label, truth, windows, classes, medianScore, anomalous }) => {
    const said = label === null ? '' : `${label} (${percent(classes[label]! / windows)})`.padEnd(24);
    const mark = truth === null || label === null ? '' : truth === label ? 'right' : `WRONG: ${truth}`;
    return `${name.padEnd(width)}  ${said} score ${medianScore.toFixed(3)}  anomalous ${percent(anomalous).padStart(7)}  ${mark}`;
  });
  if (accuracy !== null) {
    lines.push(
      '',
      `windows right ${percent(accuracy.windows)}, recordings right ${percent(accuracy.recordings)}`,
    );
  }
  return lines.join('\n');
}
