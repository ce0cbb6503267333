import type { ChunkRequest, DeviceReported, DeviceStatus, Hello, PackageProgress } from '@fettle/contracts';
import type { StoredRecord } from '@fettle/event-log';
import type { CommandAnswer, WaitingCommand } from '../commands/waiting-commands';
import type { TopicOwner } from '../topics/subscription';

/** A device and one thing that it said. */
export interface Said<T extends DeviceStatus> extends TopicOwner {
  readonly atMs: number;
  readonly status: T;
}

/** What the devices of a batch said, by kind; each in the order of the log. */
export interface ReportBatch {
  /** The last of each device. */
  readonly hellos: readonly Said<Hello>[];
  /** The last of each device. */
  readonly progress: readonly Said<PackageProgress>[];
  readonly answers: readonly CommandAnswer[];
  readonly chunkRequests: readonly Said<ChunkRequest>[];
}

/** Throws when a record is not a {@link DeviceReported}: the log then puts it aside. */
export function sortReports(records: readonly Pick<StoredRecord, 'value'>[]): ReportBatch {
  const hellos = new Map<string, Said<Hello>>();
  const progress = new Map<string, Said<PackageProgress>>();
  const answers: CommandAnswer[] = [];
  const chunkRequests: Said<ChunkRequest>[] = [];
  for (const { value } of records) {
    const { status, ...whose } = JSON.parse(Buffer.from(value).toString('utf8')) as DeviceReported;
    const { deviceId } = whose;
    switch (status.type) {
      case 'hello':
        hellos.set(deviceId, { ...whose, status });
        break;
      case 'package':
        progress.set(deviceId, { ...whose, status });
        break;
      case 'command':
        answers.push({ ...whose, id: status.id, result: status.result, reason: status.reason });
        break;
      case 'chunk':
        chunkRequests.push({ ...whose, status });
    }
  }
  return { hellos: [...hellos.values()], progress: [...progress.values()], answers, chunkRequests };
}

/** What a hello means for the commands that wait for its device. */
export interface HelloOutcome {
  /** To be handed over (again). */
  readonly due: readonly WaitingCommand[];
  /** Reboots that the device's start counter shows to have happened: sent again they would never end. */
  readonly proven: readonly CommandAnswer[];
}

/** Splits the waiting commands of devices that said hello; those answered in the same batch are neither. */
export function settleByHello(batch: ReportBatch, waiting: readonly WaitingCommand[]): HelloOutcome {
  const boots = new Map(batch.hellos.map(({ deviceId, atMs, status }) => [deviceId, { ...status, atMs }]));
  const answered = new Set(batch.answers.map(({ deviceId, id }) => `${deviceId}/${id}`));
  const due: WaitingCommand[] = [];
  const proven: CommandAnswer[] = [];
  for (const command of waiting) {
    const { tenantId, deviceId, id, sentMs, sentBoot } = command;
    const hello = boots.get(deviceId);
    if (hello === undefined || answered.has(`${deviceId}/${id}`)) continue;
    // A hello that had been said, but not read, when the reboot went out is of a start before it.
    const isLater = sentMs !== null && hello.atMs >= sentMs;
    const isOther = sentBoot !== null && sentBoot !== hello.boot;
    const isProven = command.command.command === 'reboot' && isLater && isOther;
    if (!isProven) due.push(command);
    else proven.push({ tenantId, deviceId, id, result: 'done', reason: 'it came back', atMs: hello.atMs });
  }
  return { due, proven };
}
