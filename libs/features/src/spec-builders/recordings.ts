import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Whether the public recordings are in the folder; says so loudly when not. */
export function hasRecordings(data: string, what: string): boolean {
  const present =
    existsSync(join(data, 'ims_bearing', 'raw')) && existsSync(join(data, 'cwru', 'index.json'));
  if (!present) console.warn(`SKIPPED: ${what}; set FETTLE_DATA to the public data`);
  return present;
}

function samplesOf(path: string): Int16Array {
  const bytes = gunzipSync(readFileSync(path));
  return Int16Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readInt16LE(2 * i));
}

/** Times of the IMS snapshots of set 2, oldest first: bearing 1 fails at the end. */
export function imsSnapshots(data: string): string[] {
  return readdirSync(join(data, 'ims_bearing', 'raw'))
    .filter((name) => name.endsWith('.i16.gz'))
    .sort();
}

/** The four bearings of a snapshot: 20,480 samples each at 20 kHz, 0.001 g a step. */
export function imsBearings(data: string, snapshot: string): Int16Array[] {
  const samples = samplesOf(join(data, 'ims_bearing', 'raw', snapshot));
  return [0, 1, 2, 3].map((channel) => samples.filter((_, i) => i % 4 === channel));
}

export interface CwruRecording {
  readonly name: string;
  readonly samples: Int16Array;
  readonly sampleRateHz: number;
  readonly shaftHz: number;
  readonly scale: number;
}

/** Recordings of the drive end, by the names of the index. */
export function cwruRecordings(data: string): CwruRecording[] {
  const index = JSON.parse(readFileSync(join(data, 'cwru', 'index.json'), 'utf8')) as Record<
    string,
    { rpm: number; sample_rate_hz: number; scale_g_per_lsb: number }
  >;
  return Object.entries(index).map(([name, { rpm, sample_rate_hz, scale_g_per_lsb }]) => ({
    name,
    samples: samplesOf(join(data, 'cwru', `${name}.i16.gz`)),
    sampleRateHz: sample_rate_hz,
    shaftHz: rpm / 60,
    scale: scale_g_per_lsb,
  }));
}

/** Windows of a recording, one after another. */
export function windowsOf(samples: Int16Array, count: number, most = Infinity): Int16Array[] {
  const windows: Int16Array[] = [];
  for (let at = 0; at + count <= samples.length && windows.length < most; at += count) {
    windows.push(samples.slice(at, at + count));
  }
  return windows;
}
