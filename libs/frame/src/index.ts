export { crc16 } from './bits/crc16';
export { decimalColumn, quantizedColumn, type OptionalValues } from './build-columns';
export { columnValues, isMissing } from './column-values';
export { DecodedFrame, decodeFrame } from './decode-frame';
export { encodeFrame } from './encode-frame';
export * from './frame.types';
export * from './limits';
export { readFrameHeader } from './read-frame-header';
export { REJECT_REASONS, type RejectReason } from './reject-reasons';
