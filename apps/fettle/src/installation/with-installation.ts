import { type FettleConfig } from '@fettle/platform';
import { type Installation, openInstallation } from './installation';

/**
 * Opens the installation for one piece of work and closes it again. An embedded database that a running `fettle start`
 * holds is used beside it and left running.
 */
export async function withInstallation<T>(
  config: FettleConfig,
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  const installation = await openInstallation(config);
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}
