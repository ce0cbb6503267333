import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Model } from '../graph/model.types';
import { loadTflite } from '../tflite/load-tflite';

/** Public models that lie outside the repository. */
export interface PublicModels {
  /** Names of the int8 models that have golden vectors; none, with a warning, where the data is missing. */
  readonly names: readonly string[];
  bytes(name: string): Uint8Array;
  model(name: string): Model;
}

/** The models under `data`, the folder of public data sets; beside the repository where it is not given. */
export function publicModels(data = join(__dirname, '../../../../../shared/data')): PublicModels {
  const folder = join(data, 'tinyml');
  const zoo = join(folder, 'golden', 'zoo');
  const present = existsSync(zoo);
  if (!present) console.warn('SKIPPED: public models; set FETTLE_DATA to the public data');
  const bytes = (name: string): Uint8Array => {
    const path = join(folder, `${name}.tflite`);
    return new Uint8Array(readFileSync(existsSync(path) ? path : join(zoo, `${name}.tflite`)));
  };
  const small = present ? readdirSync(zoo).filter((file) => file.endsWith('.tflite')) : [];
  return {
    names: present
      ? ['ad01_int8', 'kws_ref_model', ...small.map((file) => basename(file, '.tflite')).sort()]
      : [],
    bytes,
    model: (name) => loadTflite(bytes(name)),
  };
}
