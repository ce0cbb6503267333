import type { ModelResponse } from '@fettle/contracts';

/** What the devices run, in one line. */
export function modelsHeadline(models: readonly Pick<ModelResponse, 'devices'>[]): string {
  const running = models.filter(({ devices }) => devices > 0);
  const devices = running.reduce((sum, model) => sum + model.devices, 0);
  if (devices === 0) return `${models.length} models, none of them reported by a device yet`;
  const some = `${devices} ${devices === 1 ? 'device runs' : 'devices run'}`;
  if (running.length === models.length && models.length > 1) return `${some} all ${models.length} models`;
  return `${some} ${running.length} of ${models.length} models`;
}
