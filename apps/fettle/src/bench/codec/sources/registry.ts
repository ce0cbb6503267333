import { PUBLIC_SOURCES } from './public-sources';
import type { CodecSource } from './series';
import { SIMULATED_SOURCES } from './simulated-sources';

/** Every data set of the table; a new one is a row in one of these two. */
export const CODEC_SOURCES: readonly CodecSource[] = [...SIMULATED_SOURCES, ...PUBLIC_SOURCES];
