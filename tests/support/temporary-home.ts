import { stopEmbeddedPostgres } from '@fettle/persistence';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryHome {
  readonly dir: string;
  /** Stops the database that a killed product left, and removes everything. */
  remove(): Promise<void>;
}

/** A FETTLE_HOME for one test. */
export function temporaryHome(): TemporaryHome {
  const dir = mkdtempSync(join(tmpdir(), 'fettle-home-'));
  return {
    dir,
    remove: async () => {
      const dataDir = await stopEmbeddedPostgres(join(dir, 'postgres'));
      rmSync(dataDir, { recursive: true, force: true });
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
