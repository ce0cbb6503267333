import { boardTarget, runModelsOnBoard } from '@fettle/board';
import { AppError } from '@fettle/kernel';
import {
  type ArithmeticName,
  bytesPerElement,
  compareWithGolden,
  createInterpreter,
  elementCount,
  elementsOf,
  type GoldenRecords,
  type Model,
} from '@fettle/tinyml';
import type { CommandContext } from '../../cli/command';
import { usageError } from '../../cli/run-command';
import { readGoldenFiles } from './golden-files';
import type { ModelSubcommand } from './model-subcommand';
import { readModelFile, readNamedFile } from './model-file';
import { type RecordingOptions, runOnRecording } from './run-on-recording';

interface RunOptions extends Partial<RecordingOptions> {
  readonly json?: boolean;
  readonly input?: string;
  readonly golden?: string;
  readonly arithmetic?: string;
  readonly on: string;
}

/** `fettle model run FILE`: on a given input, or beside recorded runs; in the interpreter or on an emulated board. */
export const runModelCommand: ModelSubcommand = {
  register(group, run) {
    group
      .command('run <model>')
      .description('run a .tflite model, or compare it byte by byte with recorded runs')
      .option('--input <file>', 'raw bytes of the inputs, one after the other; prints the outputs')
      .option(
        '--golden <file>',
        'recorded runs, M.golden.bin with its .json beside; every layer where hashes are there',
      )
      .option(
        '--arithmetic <name>',
        'tflm (what devices compute) or litert (default: that of the recorded runs)',
      )
      .option(
        '--on <engine>',
        'interpreter, or a board that is emulated: cortex-m4, cortex-m3, …',
        'interpreter',
      )
      .option('--recording <path>', 'for a device model: int16 samples (.i16, .i16.gz), or the folder cwru')
      .option('--scale <unit>', 'of a recording: the unit a step, such as 0.0002 g')
      .option('--rate <hertz>', 'of a recording')
      .option('--json', 'print the result as one JSON object')
      .addHelpText(
        'after',
        '\nExamples:\n  fettle model run kws.tflite --golden kws.tflm.golden.bin\n' +
          '  fettle model run kws.tflite --golden kws.tflm.golden.bin --on cortex-m4\n' +
          '  fettle model run kws.tflite --input spectrogram.bin --json\n' +
          '  fettle model run bearing-fault --recording ../shared/data/cwru',
      )
      .action((path: string, options: RunOptions) =>
        run(options, async (context) => {
          const { input, golden, recording } = options;
          if ([input, golden, recording].filter((each) => each !== undefined).length !== 1) {
            throw usageError('give one of --input, --golden, --recording');
          }
          if (recording !== undefined) return runOnRecording(path, { ...options, recording }, context);
          const model = await readModelFile(path);
          await (options.golden === undefined
            ? runOnce(model, options, context)
            : runBesideGolden(model, options, context));
        }),
      );
  },
};

function arithmeticOf(name: string): ArithmeticName {
  if (name !== 'tflm' && name !== 'litert') throw usageError(`--arithmetic is tflm or litert, not ${name}`);
  return name;
}

/** Bytes of the model's inputs or outputs together. */
function bytesOf(model: Model, role: 'inputs' | 'outputs'): number {
  const graph = model.subgraphs[0]!;
  return graph[role].reduce((sum, index) => {
    const { shape, type } = graph.tensors[index]!;
    return sum + elementCount(shape) * bytesPerElement(type);
  }, 0);
}

async function runOnce(model: Model, options: RunOptions, { result }: CommandContext): Promise<void> {
  const bytes = await readNamedFile(options.input!);
  const size = bytesOf(model, 'inputs');
  if (bytes.length !== size) {
    throw new AppError(
      'MODEL.BAD_INPUT',
      `the inputs take ${size} bytes; ${options.input} has ${bytes.length}`,
    );
  }
  if (options.on !== 'interpreter') {
    const { models } = await runModelsOnBoard({
      target: boardTarget(options.on),
      models: [{ name: 'model', model, inputs: [bytes] }],
    });
    const { outputs, instructions, stackBytes } = models[0]!.runs[0]!;
    const values = [...new Int8Array(outputs)];
    result(
      { on: options.on, outputs: [values], instructions, stackBytes },
      `${values.join(' ')}\n${instructions} instructions`,
    );
    return;
  }
  const arithmetic = arithmeticOf(options.arithmetic ?? 'tflm');
  const interpreter = createInterpreter(model, arithmetic);
  let at = 0;
  const inputs = interpreter.inputs.map(({ type, shape }) => {
    const end = at + elementCount(shape) * bytesPerElement(type);
    return elementsOf(type, bytes.slice(at, (at = end)));
  });
  const outputs = interpreter.run(inputs).map((values) => [...values].map(Number));
  result({ on: 'interpreter', arithmetic, outputs }, outputs.map((values) => values.join(' ')).join('\n'));
}

async function runBesideGolden(model: Model, options: RunOptions, context: CommandContext): Promise<void> {
  const golden = await readGoldenFiles(options.golden!);
  const { records, layers } = golden;
  if (options.on !== 'interpreter') return boardBesideGolden(model, records, options, context);
  const arithmetic = arithmeticOf(options.arithmetic ?? golden.arithmetic);
  const compared = compareWithGolden(model, arithmetic, records, layers);
  const { vectors, tensors, outputBytes, differentBytes, mismatches } = compared;
  const shown = mismatches.slice(0, 10).map((line) => `\n  ${line}`);
  context.result(
    { on: 'interpreter', arithmetic, ...compared, mismatches: mismatches.slice(0, 100) },
    `${vectors} vectors in ${arithmetic}: ${differentBytes} of ${outputBytes} output bytes different; ` +
      `${tensors} layer results compared, ${mismatches.length} mismatches${shown.join('')}`,
  );
  failOn(mismatches.length);
}

/** The compiled C on the emulated board against the recorded outputs. State is reset between vectors, as it was recorded. */
async function boardBesideGolden(
  model: Model,
  records: GoldenRecords,
  options: RunOptions,
  { progress, result }: CommandContext,
): Promise<void> {
  const inputBytes = bytesOf(model, 'inputs');
  if (inputBytes + bytesOf(model, 'outputs') !== records.recordBytes) {
    throw new AppError('MODEL.BAD_GOLDEN', 'the recorded runs are of another model');
  }
  const record = (i: number): Uint8Array =>
    records.bytes.subarray(i * records.recordBytes, (i + 1) * records.recordBytes);
  const vectors = Array.from({ length: records.count }, (_, i) => record(i));
  progress(`running ${vectors.length} vectors on ${options.on}`);
  const { models, sizes } = await runModelsOnBoard({
    target: boardTarget(options.on),
    models: [{ name: 'model', model, inputs: vectors.map((bytes) => bytes.subarray(0, inputBytes)) }],
  });
  const { runs, arenaBytes } = models[0]!;
  let [outputBytes, differentBytes] = [0, 0];
  runs.forEach(({ outputs }, i) => {
    const recorded = vectors[i]!.subarray(inputBytes);
    outputBytes += outputs.length;
    for (let j = 0; j < outputs.length; j++) if (outputs[j] !== recorded[j]) differentBytes++;
  });
  const instructions = Math.max(...runs.map((each) => each.instructions));
  const stackBytes = Math.max(...runs.map((each) => each.stackBytes));
  const figures = { flashBytes: sizes.text + sizes.data, ramBytes: arenaBytes + stackBytes, instructions };
  result(
    { on: options.on, vectors: vectors.length, outputBytes, differentBytes, ...figures },
    `${vectors.length} vectors on ${options.on}: ${differentBytes} of ${outputBytes} output bytes different; ` +
      `${figures.flashBytes} B flash, ${figures.ramBytes} B RAM, ${instructions} instructions (counted by QEMU, not cycles)`,
  );
  failOn(differentBytes);
}

function failOn(different: number): void {
  if (different > 0) throw new AppError('MODEL.DIFFERENT', `${different} results are not as recorded`);
}
