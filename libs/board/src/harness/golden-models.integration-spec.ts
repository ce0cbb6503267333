import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compileC, loadTflite, Model } from '@fettle/tinyml';
import { boardTarget } from '../targets/registry';
import { missingTools } from '../toolchain/tools';
import { endBytes } from './model-program';
import { BoardModel, runModelsOnBoard } from './run-models';

/*
 * Recordings of TensorFlow Lite Micro are public data outside the repository: FETTLE_DATA says where.
 */
const data = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../../../shared/data');
const golden = join(data, 'tinyml', 'golden');
const present = existsSync(golden);
if (!present) console.warn('SKIPPED: golden models on boards; set FETTLE_DATA to the public data');

interface GoldenModel extends BoardModel {
  /** Output bytes of each run. */
  readonly outputs: readonly Buffer[];
  /** For each operator the hash of its first output in each run; undefined where none was recorded. */
  readonly hashes: readonly (readonly number[] | undefined)[];
}

function goldenModel(path: string, stem: string): GoldenModel {
  const model = loadTflite(new Uint8Array(readFileSync(path)));
  const { count, recordBytes } = JSON.parse(readFileSync(`${stem}.golden.json`, 'utf8')) as {
    count: number;
    recordBytes: number;
  };
  const layers = JSON.parse(readFileSync(`${stem}.layers.json`, 'utf8')) as {
    tensor: number;
    fnv1a32All?: number[];
  }[];
  const records = readFileSync(`${stem}.golden.bin`);
  const split = endBytes(model, 'inputs').reduce((sum, bytes) => sum + bytes, 0);
  const record = Array.from({ length: count }, (_, i) =>
    records.subarray(i * recordBytes, (i + 1) * recordBytes),
  );
  const name = `m_${basename(path, '.tflite')}`;
  return {
    name,
    model,
    inputs: record.map((bytes) => bytes.subarray(0, split)),
    outputs: record.map((bytes) => bytes.subarray(split)),
    hashes: model.subgraphs[0]!.operators.map(
      ({ outputs }) => layers.find(({ tensor }) => tensor === outputs[0])?.fnv1a32All,
    ),
  };
}

function goldenModels(): readonly GoldenModel[] {
  const zoo = readdirSync(join(golden, 'zoo')).filter((file) => file.endsWith('.tflite'));
  return [
    ...['ad01_int8', 'kws_ref_model'].map((name) =>
      goldenModel(join(data, 'tinyml', `${name}.tflite`), join(golden, `${name}.tflm`)),
    ),
    ...zoo.map((file) =>
      goldenModel(join(golden, 'zoo', file), join(golden, 'zoo', `${basename(file, '.tflite')}.tflm`)),
    ),
  ];
}

/** What differs from the recordings, named by model, run and layer. */
async function mismatches(
  targetName: string,
  models: readonly GoldenModel[],
  flags: readonly string[] = [],
): Promise<{ readonly compared: number; readonly wrong: readonly string[] }> {
  const target = boardTarget(targetName);
  const { models: done } = await runModelsOnBoard({ target, models, observed: true, flags });
  const wrong: string[] = [];
  let compared = 0;
  models.forEach(({ name, outputs, hashes }, m) => {
    done[m]!.runs.forEach((run, i) => {
      if (!run.outputs.equals(outputs[i]!)) wrong.push(`${name}, run ${i}: output`);
      run.layers.forEach(({ hash }, layer) => {
        const expected = hashes[layer]?.[i];
        if (expected !== undefined) compared++;
        if (expected !== undefined && hash !== expected) wrong.push(`${name}, run ${i}: layer ${layer}`);
      });
    });
  });
  return { compared, wrong };
}

describe('golden models on an emulated board: every layer and output as TensorFlow Lite Micro recorded it', () => {
  const models = present ? goldenModels() : [];
  const onBoard = (name: string): jest.It => {
    const missing = missingTools(boardTarget(name));
    if (missing.length > 0)
      console.warn(`SKIPPED: golden models on ${name}; not there: ${missing.join(', ')}`);
    return present && missing.length === 0 ? it : it.skip;
  };

  /** All runs on the board that figures are stated for; the first of each model on others, to save time. */
  for (const [title, name, runs] of [
    ['SIMD of a Cortex-M4', 'cortex-m4', Infinity],
    ['portable C on a Cortex-M3', 'cortex-m3', 6],
    ['SIMD of a Cortex-M33', 'cortex-m33', 2],
  ] as const) {
    onBoard(name)(
      title,
      async () => {
        const chosen = models.map((each) => ({ ...each, inputs: each.inputs.slice(0, runs) }));
        const { compared, wrong } = await mismatches(name, chosen);
        expect(wrong).toEqual([]);
        expect(compared).toBeGreaterThan(60);
      },
      120_000,
    );
  }

  onBoard('cortex-m4')(
    'general kernels on a Cortex-M4',
    async () => {
      const general = models
        .filter(({ name }) => !name.includes('kws'))
        .map((each) => ({
          ...each,
          inputs: each.inputs.slice(0, 3),
          compiled: generally(each.model, each.name),
        }));
      expect((await mismatches('cortex-m4', general)).wrong).toEqual([]);
    },
    120_000,
  );
});

function generally(model: Model, name: string): ReturnType<typeof compileC> {
  return compileC(model, name, undefined, { specialise: false, overlap: false });
}
