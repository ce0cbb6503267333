export { CHUNK_DATA_BYTES, decodeChunk, encodeChunk, PACKAGE_ID_BYTES, type PackageChunk } from './chunk';
export { IMAGE_ABI, LARGEST_IMAGE, NAME_BYTES, PACKAGE_TARGETS, type PackageTarget } from './layout';
export {
  buildPackage,
  downloadBytes,
  readPackage,
  readPackageHeader,
  type ModelPackage,
  type PackageHeader,
  type Signer,
  type SlotImages,
  type Verifier,
} from './package';
