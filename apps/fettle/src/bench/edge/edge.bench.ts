import type { Bench } from '../bench';
import { describeEdge } from './edge-text';
import { runEdgeBench } from './run-edge-bench';

/** `fettle bench edge`: compiled models on an emulated microcontroller, beside recorded figures of TensorFlow Lite Micro. */
export const edgeBench: Bench = {
  name: 'edge',
  description:
    'flash, RAM and instructions of compiled models on an emulated Cortex-M4, beside TensorFlow Lite Micro',
  flags: [
    ['--data <dir>', 'folder of the public data sets', process.env['FETTLE_DATA'] ?? '../shared/data'],
    ['--target <name>', 'cortex-m4, cortex-m3, cortex-m7 or cortex-m33', 'cortex-m4'],
  ],
  async execute(options, { progress }) {
    const value = await runEdgeBench({
      dataDir: options['data']!,
      target: options['target']!,
      onProgress: progress,
    });
    return { value, text: describeEdge(value) };
  },
};
