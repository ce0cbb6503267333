import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { DEVICE_MODELS } from '@fettle/device-models';
import { AppError } from '@fettle/kernel';
import { loadTflite, type Model } from '@fettle/tinyml';
import { fileReason } from '../../cli/file-refusal';

/** Bytes of a file that a person named; `MODEL.NO_FILE` says which cannot be read, and why. */
export async function readNamedFile(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw new AppError('MODEL.NO_FILE', `cannot read ${path}: ${fileReason(cause)}`, { cause });
  }
}

/**
 * The model in a `.tflite` file, or one that comes with the product by its id; `TINYML.MALFORMED` and its kin where the file is
 * none.
 */
export async function readModelFile(path: string): Promise<Model> {
  const shipped = DEVICE_MODELS.find(({ id }) => id === path);
  return loadTflite(shipped === undefined ? await readNamedFile(path) : shipped.tflite());
}

/** A C name from a file's name: `kws_ref_model` of `/data/kws_ref_model.tflite`. */
export function modelName(path: string): string {
  const name = basename(path, extname(path))
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .slice(0, 63);
  return /^[a-z]/.test(name) ? name : `model_${name}`.slice(0, 63);
}
