import { dataFile, dataFiles } from '../lines';
import { malformed, readSamples } from '../samples';

/** One second of the rig: 20 kHz, 0.001 g a step. */
export interface ImsSnapshot {
  /** UTC milliseconds, the rig's local time read as if it were UTC. */
  readonly atMs: number;
  /** Bearings 1 to 4, equally long. */
  readonly channels: readonly [Int16Array, Int16Array, Int16Array, Int16Array];
}

/** What all raw snapshots have in common. */
export const IMS_RAW = {
  sampleRateHz: 20_000,
  scale: 0.001,
  shaftHz: 2000 / 60,
  /** Bearing 1, outer race. */
  failureMs: Date.UTC(2004, 1, 19, 6, 22, 39),
} as const;

const NAME = /^(\d{4})\.(\d\d)\.(\d\d)\.(\d\d)\.(\d\d)\.(\d\d)\.i16$/;

/**
 * Raw snapshots of IMS test 2 (Qiu, Lee, Lin and Yu 2006), oldest first: `ims_bearing/raw`, four channels interleaved. Throws
 * `DATA.MISSING` without the folder, `DATA.MALFORMED` for a name that is no time and a file that is no four channels.
 */
export async function readImsSnapshots(dataDir: string): Promise<ImsSnapshot[]> {
  const names = await dataFiles(dataDir, 'ims_bearing', 'raw');
  const snapshots: ImsSnapshot[] = [];
  for (const name of names) {
    const path = dataFile(dataDir, 'ims_bearing', 'raw', name);
    const atMs = timeOf(name);
    if (Number.isNaN(atMs)) throw malformed(path, 'the name is no time');
    snapshots.push({ atMs, channels: fourChannels(await readSamples(path), path) });
  }
  return snapshots.sort((a, b) => a.atMs - b.atMs);
}

function timeOf(name: string): number {
  const [, year, month, day, hour, minute, second] = NAME.exec(name) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function fourChannels(samples: Int16Array, path: string): ImsSnapshot['channels'] {
  if (samples.length % 4 !== 0) throw malformed(path, `${samples.length} samples are no four channels`);
  const channel = (at: number): Int16Array => {
    const own = new Int16Array(samples.length / 4);
    for (let i = 0; i < own.length; i++) own[i] = samples[4 * i + at]!;
    return own;
  };
  return [channel(0), channel(1), channel(2), channel(3)];
}
