import { AppError } from '@fettle/kernel';
import type { Network, NetworkSpec, NetworkWeights, Standardiser } from '@fettle/training';
import type { TableSettings } from './table-data';

/** A float network as a file, with all that is needed to train it on or to compress it. */
export interface NetworkFile {
  readonly format: 'fettle-network/1';
  readonly spec: NetworkSpec;
  readonly settings: TableSettings;
  readonly inputs: readonly string[];
  readonly classes: readonly string[];
  readonly standardiser: Standardiser;
  readonly labelStandardiser?: Standardiser;
  /** For each layer its arrays by role: float32, little-endian, base64. */
  readonly weights: readonly Readonly<Record<string, string>>[];
}

/** Weights as text. */
export function encodeWeights(weights: NetworkWeights): NetworkFile['weights'] {
  return weights.map((layer) =>
    Object.fromEntries(
      Object.entries(layer).map(([role, { buffer, byteOffset, byteLength }]) => [
        role,
        Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
      ]),
    ),
  );
}

/** The network in a file; `MODEL.BAD_NETWORK` where it is none. What its numbers are worth is checked by whoever runs it. */
export function readNetworkFile(text: string): { readonly file: NetworkFile; readonly network: Network } {
  let file: NetworkFile;
  try {
    file = JSON.parse(text) as NetworkFile;
  } catch (cause) {
    throw new AppError('MODEL.BAD_NETWORK', 'not a network file', { cause });
  }
  if (file?.format !== 'fettle-network/1' || !Array.isArray(file.weights)) {
    throw new AppError('MODEL.BAD_NETWORK', 'not a network file: fettle model train writes them');
  }
  const weights = file.weights.map((layer) =>
    Object.fromEntries(
      Object.entries(layer as Record<string, string>).map(([role, base64]) => {
        const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
        if (bytes.length % 4 !== 0) throw new AppError('MODEL.BAD_NETWORK', `${role} is cut off`);
        return [role, new Float32Array(bytes.buffer)];
      }),
    ),
  );
  return { file, network: { spec: file.spec, weights } };
}
