/** Where things lie in a package; FORMAT.md says what they mean, `apps/firmware/src/update/package.h` reads the same. */
export const LAYOUT = {
  magic: 0,
  format: 4,
  abi: 6,
  target: 8,
  counter: 12,
  name: 16,
  version: 40,
  imageBytes: [44, 48],
  reserved: 52,
  imageDigests: [64, 96],
  signed: 192,
  signature: 192,
  header: 256,
} as const;

/** `FMPK`, as little-endian bytes. */
export const MAGIC = 0x4b504d46;
export const FORMAT = 1;
/** The layout of `struct model_image` that images begin with; a firmware runs images of its own number alone. */
export const IMAGE_ABI = 1;
export const NAME_BYTES = 24;
export const DIGEST_BYTES = 32;
export const SIGNATURE_BYTES = 64;
/** More than any microcontroller's slot; what a package may ask of a server's memory. */
export const LARGEST_IMAGE = 1024 * 1024;

/** What the images were built for; numbers travel in packages and never change their meaning. */
export const PACKAGE_TARGETS = {
  'cortex-m4': 1,
  'cortex-m3': 2,
  'cortex-m7': 3,
  'cortex-m33': 4,
  host: 255,
} as const;
export type PackageTarget = keyof typeof PACKAGE_TARGETS;
