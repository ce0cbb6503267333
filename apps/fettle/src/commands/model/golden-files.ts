import { AppError } from '@fettle/kernel';
import type { ArithmeticName, GoldenRecords, GoldenTensor } from '@fettle/tinyml';
import { readNamedFile } from './model-file';

export interface GoldenFiles {
  readonly records: GoldenRecords;
  readonly layers: readonly GoldenTensor[];
  /** The arithmetic of the runtime that recorded them. */
  readonly arithmetic: ArithmeticName;
}

/** Recorded runs as they lie beside each other: `STEM.golden.bin`, `.golden.json` and, where there is one, `.layers.json`. */
export async function readGoldenFiles(path: string): Promise<GoldenFiles> {
  const stem = path.replace(/\.golden\.(bin|json)$/, '');
  const bytes = await readNamedFile(`${stem}.golden.bin`);
  const said = parse<{ count?: unknown; recordBytes?: unknown; runtime?: { name?: unknown } }>(
    `${stem}.golden.json`,
    await readNamedFile(`${stem}.golden.json`),
  );
  const { count, recordBytes } = said;
  if (!isCount(count) || !isCount(recordBytes)) {
    throw new AppError('MODEL.BAD_GOLDEN', `${stem}.golden.json has no count and recordBytes`);
  }
  const layers = await readNamedFile(`${stem}.layers.json`).then(
    (text) => parse<GoldenTensor[]>(`${stem}.layers.json`, text),
    () => [],
  );
  const micro = /micro/i.test(String(said.runtime?.name)) || stem.endsWith('.tflm');
  const arithmetic = micro ? 'tflm' : 'litert';
  return { records: { count, recordBytes, bytes }, layers, arithmetic };
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;

function parse<T>(path: string, bytes: Uint8Array): T {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as T;
  } catch (cause) {
    throw new AppError('MODEL.BAD_GOLDEN', `${path} is not JSON`, { cause });
  }
}
