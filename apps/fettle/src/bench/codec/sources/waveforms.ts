import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { CodecSource } from './series';

/** Samples of each recording that are used: the start is like the rest. */
const SAMPLES = 4_800;
const EPOCH_MS = Date.UTC(2004, 1, 12);

/**
 * Raw accelerations: little-endian int16, channels interleaved. Sampled far faster than a frame's millisecond, so a
 * millisecond a sample stands for the true cadence.
 */
export function waveforms(id: string, folder: string, channels: number): CodecSource {
  return {
    id,
    load(dataDir) {
      const path = join(dataDir, folder);
      if (!existsSync(path)) return [];
      const files = readdirSync(path).filter((name) => name.endsWith('.i16.gz'));
      return files.sort().map((name) => {
        const bytes = gunzipSync(readFileSync(join(path, name)));
        const count = Math.min(SAMPLES, Math.floor(bytes.length / 2 / channels));
        return {
          name: `${folder}/${name}`,
          times: Array.from({ length: count }, (_, i) => EPOCH_MS + i),
          columns: Array.from({ length: channels }, (_, channel) => ({
            name: `ch${channel}`,
            values: Array.from({ length: count }, (_, i) => bytes.readInt16LE(2 * (i * channels + channel))),
          })),
        };
      });
    },
  };
}
