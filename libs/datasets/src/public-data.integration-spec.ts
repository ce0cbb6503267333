import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { signalByName } from '@fettle/domains';
import { DATASETS, openDataset } from './registry';

const dataDir = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../../shared/data');
const here = existsSync(dataDir);
if (!here) console.warn(`SKIPPED: no public data at ${dataDir}; set FETTLE_DATA to test the readers on it`);

(here ? describe : describe.skip)('the public data as it is', () => {
  it.each(DATASETS.map(({ id }) => id))(
    '%s: every value lies within its signal, times rise, something is there',
    async (id) => {
      for (const series of await openDataset(id, dataDir, { limit: 8 })) {
        let lastMs = -Infinity;
        let count = 0;
        const outside = new Map<string, number>();
        for await (const { tMs, values } of series.samples()) {
          if (!(tMs > lastMs)) throw new Error(`${series.name}: ${tMs} after ${lastMs}`);
          lastMs = tMs;
          count += 1;
          for (const [name, value] of Object.entries(values)) {
            const { min, max } = signalByName(series.assetTypeId, name)!;
            if (value < min || value > max) outside.set(name, value);
          }
        }
        expect(count).toBeGreaterThan(100);
        expect([series.name, ...outside]).toEqual([series.name]);
      }
    },
    60_000,
  );
});
