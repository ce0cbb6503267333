import { usageError } from '../../cli/run-command';
import type { Bench } from '../bench';
import { wholeNumber } from '../whole-number';
import { type PathBenchResult, runPathBench } from './path-bench';

/** `fettle bench path`: MQTT to window and to a browser's socket. */
export const pathBench: Bench = {
  name: 'path',
  description: 'from MQTT to durable windows and to a browser, load generator included',
  flags: [
    [
      '--frames-per-second <n>',
      'messages a second over all devices; 0: as fast as acknowledgements allow',
      '5000',
    ],
    ['--readings-per-frame <n>', 'readings in a frame', '60'],
    ['--seconds <n>', 'how long to publish', '30'],
    ['--devices <n>', 'connections', '500'],
    ['--door <door>', 'frames or json', 'frames'],
  ],
  async execute(options, { progress }) {
    const door = options['door'];
    if (door !== 'frames' && door !== 'json') throw usageError('--door is frames or json');
    const value = await runPathBench({
      messagesPerSecond: wholeNumber(options, 'framesPerSecond'),
      readingsPerFrame: wholeNumber(options, 'readingsPerFrame'),
      seconds: wholeNumber(options, 'seconds'),
      devices: wholeNumber(options, 'devices'),
      door,
      progress,
    });
    return { value, text: describe(value) };
  },
};

/** ThingsBoard CE 4.3.1 with PostgreSQL on two cores, mqttload with 200 devices and 5 values a message: the published pace it keeps. */
const THINGSBOARD = { readingsPerSecond: 40_000, pubackMs: { p50: 0.3, p99: 45 }, gigabytes: 5.8 };

function describe(result: PathBenchResult): string {
  const ms = ({ p50, p99 }: { p50: number; p99: number }): string =>
    `${p50.toFixed(1)} / ${p99.toFixed(1)} ms`;
  return [
    `acknowledged        ${result.acknowledged}, lost ${result.lost}, duplicated ${result.duplicated}`,
    `messages/s          ${result.framesPerSecond.toFixed(0)} acknowledged, ${result.endToEndFramesPerSecond.toFixed(0)} through to windows`,
    `readings/s          ${result.readingsPerSecond.toFixed(0)} (ThingsBoard CE 4.3.1: ${THINGSBOARD.readingsPerSecond}, ratio ${(result.readingsPerSecond / THINGSBOARD.readingsPerSecond).toFixed(1)})`,
    `publish → PUBACK    p50 / p99 ${ms(result.pubackMs)} (ThingsBoard: ${ms(THINGSBOARD.pubackMs)})`,
    `publish → browser   p50 / p99 ${ms(result.browserMs)}`,
    `bytes a reading     ${result.bytesPerReading.toFixed(3)}`,
    `memory              ${(result.rssBytes / 1e9).toFixed(2)} GB, database included (ThingsBoard: ${THINGSBOARD.gigabytes} GB)`,
  ].join('\n');
}
