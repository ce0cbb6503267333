import type { DeviceModel } from '@fettle/contracts';
import type { DeviceProgramSpec } from '../program/program-spec';

/** A trained model as it is kept: everything but code, made by its recipe and by nothing else. */
export interface DeviceModelFile extends Omit<DeviceModel, 'tflite'> {
  readonly program: DeviceProgramSpec;
  /** SHA-256 of the `.tflite` file, hexadecimal: what the recipe gives again. */
  readonly hash: string;
  readonly tfliteBase64: string;
}

/** A model that comes with the product, with what devices do around it. */
export interface ProgrammedModel extends Omit<DeviceModelFile, 'tfliteBase64'>, DeviceModel {}

/** The file as the rest of the product takes it; its bytes are decoded once, when first asked for. */
export function programmedModel({ tfliteBase64, ...rest }: DeviceModelFile): ProgrammedModel {
  let bytes: Uint8Array | undefined;
  const tflite = (): Uint8Array =>
    (bytes ??= Uint8Array.from(atob(tfliteBase64), (character) => character.charCodeAt(0)));
  return { ...rest, tflite };
}
