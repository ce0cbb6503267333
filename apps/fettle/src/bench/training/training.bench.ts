import type { Bench } from '../bench';
import { wholeNumber } from '../whole-number';
import { runTrainingBench } from './run-training-bench';

/** `fettle bench training`: how long small networks take to train, beside TensorFlow.js on the same ones. */
export const trainingBench: Bench = {
  name: 'training',
  description: 'time to train four small networks, beside TensorFlow.js (cpu backend) on the same ones',
  flags: [
    ['--runs <n>', 'counted runs of each side', '3'],
    ['--workers <n>', 'threads on our side; TensorFlow.js has one', '1'],
  ],
  async execute(options, { progress }) {
    const value = await runTrainingBench({
      runs: Math.max(1, wholeNumber(options, 'runs')),
      workers: Math.max(1, wholeNumber(options, 'workers')),
      now: () => performance.now(),
      cpuNow: processorMs,
      onProgress: progress,
    });
    const ms = (time: number): string => `${time.toFixed(0)} ms`.padStart(9);
    const lines = Object.entries(value).map(
      ([name, { fettleMs, tfjsMs, ratio, cpuRatio, fettleFinalLoss, tfjsFinalLoss }]) =>
        `${name.padEnd(20)}${ms(fettleMs)}  tfjs ${ms(tfjsMs)}  ratio ${ratio.toFixed(1).padStart(5)}` +
        `, of processor time ${cpuRatio.toFixed(1).padStart(5)}` +
        `  loss ${fettleFinalLoss.toPrecision(3)}, tfjs ${tfjsFinalLoss.toPrecision(3)}`,
    );
    return { value, text: ['time of one training', ...lines].join('\n') };
  },
};

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
