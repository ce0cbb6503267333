import { readFile } from 'node:fs/promises';
import { dataFile } from '../lines';
import { malformed, readSamples } from '../samples';

export const CWRU_FAULTS = ['normal', 'ball', 'inner-race', 'outer-race'] as const;
export type CwruFault = (typeof CWRU_FAULTS)[number];

/** One recording of the drive end's accelerometer at 12 kHz. */
export interface CwruRecording {
  /** Such as `ir_014_1hp`. */
  readonly name: string;
  /** Horsepower, 0 to 3. */
  readonly load: number;
  readonly fault: CwruFault;
  /** Of the fault, thousandths of an inch; 0 where there is none. */
  readonly diameter: number;
  readonly rpm: number;
  /** g a step. */
  readonly scale: number;
  readonly sampleRateHz: number;
  readonly samples: Int16Array;
}

const FAULT_OF: Readonly<Record<string, CwruFault>> = {
  normal: 'normal',
  b: 'ball',
  ir: 'inner-race',
  or: 'outer-race',
};
const NAME = /^(normal|b|ir|or)(?:_(\d{3}))?_(\d)hp$/;

/**
 * Recordings of the Case Western Reserve bearing data centre, drive end: `cwru/index.json` and a file of int16 for each of its
 * rows, in its order. Throws `DATA.MISSING` for a file that is not there and `DATA.MALFORMED` for an index or a recording that
 * is not as said.
 */
export async function readCwru(dataDir: string): Promise<CwruRecording[]> {
  const path = dataFile(dataDir, 'cwru', 'index.json');
  const recordings: CwruRecording[] = [];
  for (const [name, row] of Object.entries(await readIndex(path))) {
    const file = dataFile(dataDir, 'cwru', `${name}.i16`);
    const samples = await readSamples(file);
    if (samples.length !== row.samples) {
      throw malformed(file, `${samples.length} samples; ${row.samples} are said to be there`);
    }
    recordings.push({ ...described(name, path), ...sizesOf(row), samples });
  }
  return recordings;
}

interface IndexRow {
  readonly samples: number;
  readonly scale_g_per_lsb: number;
  readonly rpm: number;
  readonly sample_rate_hz: number;
}

async function readIndex(path: string): Promise<Record<string, IndexRow>> {
  const text = await readFile(path, 'utf8');
  let index: unknown;
  try {
    index = JSON.parse(text);
  } catch (cause) {
    throw malformed(path, 'not JSON', cause);
  }
  if (typeof index !== 'object' || index === null || Array.isArray(index)) throw malformed(path, 'no index');
  for (const [name, row] of Object.entries(index)) {
    const { samples, scale_g_per_lsb, rpm, sample_rate_hz } = (row ?? {}) as Partial<IndexRow>;
    const above = [samples, scale_g_per_lsb, rpm, sample_rate_hz].every(
      (value) => typeof value === 'number' && value > 0,
    );
    if (!above) throw malformed(path, `${name}: samples, scale_g_per_lsb, rpm, sample_rate_hz are above 0`);
  }
  return index as Record<string, IndexRow>;
}

function described(name: string, path: string): Pick<CwruRecording, 'name' | 'load' | 'fault' | 'diameter'> {
  const [, kind, diameter = '0', load] = NAME.exec(name) ?? [];
  const fault = FAULT_OF[kind ?? ''];
  if (fault === undefined || (fault === 'normal') !== (diameter === '0')) {
    throw malformed(path, `${name} says no fault and load`);
  }
  return { name, load: Number(load), fault, diameter: Number(diameter) };
}

function sizesOf(row: IndexRow): Pick<CwruRecording, 'rpm' | 'scale' | 'sampleRateHz'> {
  return { rpm: row.rpm, scale: row.scale_g_per_lsb, sampleRateHz: row.sample_rate_hz };
}
