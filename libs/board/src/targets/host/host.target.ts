import { BoardTarget } from '../board-target';

/** The machine that this runs on. */
export const host: BoardTarget = {
  name: 'host',
  title: 'this machine',
  compiler: { command: 'gcc', size: 'size', packages: ['gcc'] },
  flags: [],
  simd: false,
};
