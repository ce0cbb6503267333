import { type FeedWindow, type FirmwareBoardName, type Provisioning, SampleFeed } from '@fettle/board';
import { helloSchema } from '@fettle/contracts';
import { waitFor } from '../../support/wait-for';
import { temporaryFolder } from './build';
import { type Sample, TestBroker } from './broker';
import { type Device, deviceOf } from './device';
import { createReference, type Expected, SIGNALS } from './pipeline';

const PATIENCE_MS = 20_000;
export const LOGIN = { user: 'device-7', password: 'secret of 7' };
/** So that a test sees soon what a device does when nobody answers. */
const IMPATIENT = { answerTimeoutMs: 1_000, backoffFirstMs: 200, backoffMostS: 2 } as const;
export const PREFIX = 'fettle/v1/tenant-1/device-7';

/** A device on a bench: its broker, what feeds it, and what the interpreter says to the same windows. */
export class Bench {
  /** What was given and not known before, by time. */
  readonly expected = new Map<number, Expected>();
  private readonly reference = createReference();
  private commands = 0;

  private constructor(
    readonly broker: TestBroker,
    readonly feed: SampleFeed,
    readonly device: Device,
    private readonly folder: { remove(): void },
  ) {}

  static async setUp(
    board: FirmwareBoardName,
    program: string,
    provisioning: Partial<Provisioning> = {},
  ): Promise<Bench> {
    const broker = await TestBroker.open(LOGIN);
    const feed = await SampleFeed.open();
    const folder = temporaryFolder();
    const device = deviceOf({
      ...{ board, program, folder: folder.path, netPort: broker.port, feedPort: feed.port },
      provisioning: { tenant: 'tenant-1', device: 'device-7', ...LOGIN, ...IMPATIENT, ...provisioning },
    });
    return new Bench(broker, feed, device, folder);
  }

  async takeDown(): Promise<void> {
    await this.device.cutPower();
    await this.feed.close();
    await this.broker.stop();
    this.folder.remove();
  }

  /** Windows from now on: the model finds everything so many times as odd. */
  factor = 1;

  async give(window: FeedWindow): Promise<void> {
    const verdict = await this.feed.give(window);
    if (verdict !== 'taken') throw new Error(`the device found the window ${verdict}`);
    const expected = this.reference(window.samples);
    this.expected.set(window.timeMs, { ...expected, score: expected.score * this.factor });
  }

  /** Hands the device a command and resolves to its answer. */
  async command(command: object): Promise<{ readonly result: unknown; readonly reason?: unknown }> {
    const id = `command-${++this.commands}`;
    this.broker.command(PREFIX, { id, ...command });
    return waitFor(
      `an answer to ${JSON.stringify(command)}`,
      async () => {
        const found = this.broker.statuses('command').find((status) => status['id'] === id);
        return (
          found && { result: found['result'], ...('reason' in found ? { reason: found['reason'] } : {}) }
        );
      },
      PATIENCE_MS,
    );
  }

  /** The last hello once there are that many; each as the platform reads it. */
  async hello(count: number): Promise<Record<string, unknown>> {
    const hellos = await waitFor(
      `hello number ${count}`,
      async () => {
        const found = this.broker.statuses('hello');
        return found.length >= count && found;
      },
      PATIENCE_MS,
    );
    hellos.forEach((hello) => helloSchema.parse(hello));
    return hellos.at(-1)!;
  }

  /** Resolves once the samples of all windows with these times have come. */
  async arrived(timesMs: readonly number[]): Promise<Sample[]> {
    return waitFor(
      `the results of ${timesMs.length} windows`,
      async () => {
        const samples = this.broker.samples();
        const times = new Set(samples.map(({ timeMs }) => timeMs));
        return timesMs.every((timeMs) => times.has(timeMs)) && samples;
      },
      PATIENCE_MS,
    );
  }

  /** Whether all that came is what the interpreter says, bit for bit, and nothing was counted twice. */
  judge(): { readonly wrong: number; readonly doubled: number; readonly right: number } {
    const samples = this.broker.samples();
    const isRight = ({ timeMs, numbers }: Sample): boolean => {
      const expected = this.expected.get(timeMs);
      return (
        expected !== undefined &&
        (Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]).every(
          (name) => numbers.get(SIGNALS[name]) === expected[name],
        )
      );
    };
    const right = samples.filter(isRight).length;
    const distinct = new Set(samples.map(({ timeMs }) => timeMs)).size;
    return { wrong: samples.length - right, doubled: samples.length - distinct, right };
  }
}
