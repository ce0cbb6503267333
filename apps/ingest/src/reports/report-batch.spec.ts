import type { DeviceCommand, DeviceReported, DeviceStatus } from '@fettle/contracts';
import type { WaitingCommand } from '../commands/waiting-commands';
import { settleByHello, sortReports } from './report-batch';

function record(deviceId: string, atMs: number, status: DeviceStatus): { value: Uint8Array } {
  const reported: DeviceReported = { tenantId: 't', deviceId, atMs, status };
  return { value: Buffer.from(JSON.stringify(reported)) };
}

function hello(boot: number): DeviceStatus {
  return { type: 'hello', firmware: '1', model: '', package: '', slot: '-', boot };
}

function waiting(id: string, command: DeviceCommand, sentBoot: number | null): WaitingCommand {
  return { tenantId: 't', deviceId: 'd', id, command, sentMs: 3, sentBoot, expiresMs: 9e9 };
}

const answer = { type: 'command', id: 'c', result: 'done', reason: '' } as const;

describe('report batch', () => {
  it('of hellos and of progress the last of each device counts, of the rest everything', () => {
    const id = 'ab'.repeat(16);
    const batch = sortReports([
      record('d', 1, hello(1)),
      record('d', 2, hello(2)),
      record('e', 3, hello(5)),
      record('d', 4, { type: 'package', package: id, state: 'receiving', reason: '', offset: 1_024 }),
      record('d', 5, { type: 'package', package: id, state: 'verified', reason: '' }),
      record('d', 6, answer),
      record('d', 7, answer),
      record('d', 8, { type: 'chunk', package: id, offset: 0, count: 4 }),
    ]);
    expect(batch.hellos.map(({ deviceId, status }) => [deviceId, status.boot])).toEqual([
      ['d', 2],
      ['e', 5],
    ]);
    expect(batch.progress.map(({ status }) => status.state)).toEqual(['verified']);
    expect(batch.answers.map(({ atMs }) => atMs)).toEqual([6, 7]);
    expect(batch.chunkRequests).toHaveLength(1);
  });

  it('a record that is no report is put aside by throwing', () => {
    expect(() => sortReports([{ value: Buffer.from('noise') }])).toThrow(SyntaxError);
  });

  it('a hello calls for what waits, but for what was answered along with it', () => {
    const batch = sortReports([record('d', 1, hello(2)), record('d', 2, answer)]);
    const commands = [
      waiting('c', { command: 'identify', seconds: 1 }, 2),
      waiting('x', { command: 'identify', seconds: 1 }, 1),
    ];
    const { due, proven } = settleByHello(batch, commands);
    expect(due.map(({ id }) => id)).toEqual(['x']);
    expect(proven).toEqual([]);
  });

  it('a start that was counted since a reboot was sent proves it; without one it is sent again', () => {
    const batch = sortReports([record('d', 5, hello(2))]);
    const reboot = (id: string, sentBoot: number | null): WaitingCommand =>
      waiting(id, { command: 'reboot' }, sentBoot);
    const { due, proven } = settleByHello(batch, [reboot('new', null), reboot('same', 2), reboot('past', 1)]);
    expect(due.map(({ id }) => id)).toEqual(['new', 'same']);
    expect(proven).toMatchObject([{ id: 'past', result: 'done' }]);
  });

  it('a hello said before a reboot was sent, and read after it, proves nothing', () => {
    const batch = sortReports([record('d', 5, hello(2))]);
    const sent = { ...waiting('r', { command: 'reboot' }, 1), sentMs: 6 };
    expect(settleByHello(batch, [sent])).toMatchObject({ due: [{ id: 'r' }], proven: [] });
  });
});
