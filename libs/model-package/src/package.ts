import { badContent, badSignature, malformed } from './errors';
import {
  DIGEST_BYTES,
  FORMAT,
  IMAGE_ABI,
  LARGEST_IMAGE,
  LAYOUT,
  MAGIC,
  NAME_BYTES,
  PACKAGE_TARGETS,
  type PackageTarget,
  SIGNATURE_BYTES,
} from './layout';

/** What a package says of itself in its signed header. */
export interface PackageHeader {
  /** Lower-case letters, digits, dashes; at most 24 bytes. */
  readonly name: string;
  readonly version: number;
  readonly target: PackageTarget;
  /** Rises with every package for a fleet; a device never goes back to a lower one. 0 to 2^32 - 1. */
  readonly counter: number;
}

/** Native images of one model, each linked to the address of its slot. */
export type SlotImages = readonly [a: Uint8Array, b: Uint8Array];

/** The cryptography that the caller brings; both run over whole byte strings. */
export interface Signer {
  sha512(bytes: Uint8Array): Uint8Array;
  /** Ed25519 (RFC 8032, no context): 64 bytes. */
  sign(message: Uint8Array): Uint8Array;
}

export interface Verifier {
  sha512(bytes: Uint8Array): Uint8Array;
  verify(message: Uint8Array, signature: Uint8Array): boolean;
}

export interface ModelPackage extends PackageHeader {
  readonly images: SlotImages;
}

/**
 * A signed package: header, image for slot A, image for slot B. The same content and a deterministic signer (Ed25519 is)
 * give the same bytes. `PACKAGE.BAD_CONTENT` for what the format cannot say.
 */
export function buildPackage({ images, ...header }: ModelPackage, signer: Signer): Uint8Array {
  const [a, b] = images;
  const bytes = new Uint8Array(LAYOUT.header + a.length + b.length);
  writeHeader(new DataView(bytes.buffer), header, images);
  images.forEach((image, slot) => {
    bytes.set(signer.sha512(image).subarray(0, DIGEST_BYTES), LAYOUT.imageDigests[slot]!);
  });
  const signature = signer.sign(bytes.slice(0, LAYOUT.signed));
  if (signature.length !== SIGNATURE_BYTES) throw badContent('a signature has 64 bytes');
  bytes.set(signature, LAYOUT.signature);
  bytes.set(a, LAYOUT.header);
  bytes.set(b, LAYOUT.header + a.length);
  return bytes;
}

/**
 * The content of a package whose sizes, digests and, where a verifier is given, signature hold: `PACKAGE.MALFORMED` or
 * `PACKAGE.BAD_SIGNATURE` otherwise. The images are views of the bytes.
 */
export function readPackage(bytes: Uint8Array, verifier?: Verifier): ModelPackage {
  const header = readPackageHeader(bytes);
  const { imageBytes } = header;
  if (bytes.length !== LAYOUT.header + imageBytes[0] + imageBytes[1])
    throw malformed('its length is not what it says');
  const split = LAYOUT.header + imageBytes[0];
  const images: SlotImages = [bytes.subarray(LAYOUT.header, split), bytes.subarray(split)];
  if (verifier !== undefined) check(bytes, images, verifier);
  const { imageBytes: _, ...said } = header;
  return { ...said, images };
}

/**
 * Bytes that a device receives of a package of so many: the header and the image of the slot that is free. Both images are
 * as long; where they are not, their mean.
 */
export function downloadBytes(packageBytes: number): number {
  return Math.ceil((LAYOUT.header + packageBytes) / 2);
}

/** The header alone, of at least its 256 bytes; says nothing about who made it. */
export function readPackageHeader(
  bytes: Uint8Array,
): PackageHeader & { readonly imageBytes: readonly [number, number] } {
  if (bytes.length < LAYOUT.header) throw malformed('too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(LAYOUT.magic, true) !== MAGIC) throw malformed('it does not begin with FMPK');
  if (view.getUint16(LAYOUT.format, true) !== FORMAT) throw malformed('of an unknown format');
  if (view.getUint16(LAYOUT.abi, true) !== IMAGE_ABI) throw malformed('for another firmware interface');
  const number = view.getUint32(LAYOUT.target, true);
  const target = (Object.keys(PACKAGE_TARGETS) as PackageTarget[]).find(
    (key) => PACKAGE_TARGETS[key] === number,
  );
  if (target === undefined) throw malformed('for an unknown target');
  const [a, b] = LAYOUT.imageBytes.map((at) => view.getUint32(at, true)) as [number, number];
  if (Math.max(a, b) > LARGEST_IMAGE || Math.min(a, b) === 0)
    throw malformed('an image of an impossible size');
  const name = readName(bytes.subarray(LAYOUT.name, LAYOUT.name + NAME_BYTES));
  const version = view.getUint32(LAYOUT.version, true);
  return { name, version, target, counter: view.getUint32(LAYOUT.counter, true), imageBytes: [a, b] };
}

function check(bytes: Uint8Array, images: SlotImages, verifier: Verifier): void {
  images.forEach((image, slot) => {
    const at = LAYOUT.imageDigests[slot]!;
    const digest = verifier.sha512(image).subarray(0, DIGEST_BYTES);
    if (!digest.every((byte, i) => byte === bytes[at + i]))
      throw malformed('an image is not the one signed for');
  });
  const signature = bytes.slice(LAYOUT.signature, LAYOUT.signature + SIGNATURE_BYTES);
  if (!verifier.verify(bytes.slice(0, LAYOUT.signed), signature)) throw badSignature();
}

function writeHeader(view: DataView, header: PackageHeader, images: SlotImages): void {
  const { name, version, target, counter } = header;
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name) || name.length > NAME_BYTES)
    throw badContent(`not a model name: ${name}`);
  for (const [role, value] of Object.entries({ version, counter })) {
    if (!Number.isInteger(value) || value < 0 || value > 0xffffffff)
      throw badContent(`${role} of 32 bits: ${value}`);
  }
  for (const { length } of images) {
    if (length === 0 || length > LARGEST_IMAGE) throw badContent(`an image of ${length} bytes`);
  }
  view.setUint32(LAYOUT.magic, MAGIC, true);
  view.setUint16(LAYOUT.format, FORMAT, true);
  view.setUint16(LAYOUT.abi, IMAGE_ABI, true);
  view.setUint32(LAYOUT.target, PACKAGE_TARGETS[target], true);
  view.setUint32(LAYOUT.counter, counter, true);
  for (let i = 0; i < name.length; i++) view.setUint8(LAYOUT.name + i, name.charCodeAt(i));
  view.setUint32(LAYOUT.version, version, true);
  images.forEach(({ length }, slot) => view.setUint32(LAYOUT.imageBytes[slot]!, length, true));
}

function readName(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const name = String.fromCharCode(...bytes.subarray(0, end === -1 ? bytes.length : end));
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) throw malformed('its name');
  return name;
}
