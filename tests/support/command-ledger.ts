import type { CommandState, DeviceCommandResponse } from '@fettle/contracts';
import type { ApiClient } from './api-client';
import { waitFor } from './wait-for';

/** Fewer than the platform keeps of each device, so that the fate of every one can be seen at the end. */
const MOST_PER_DEVICE = 60;

/** Commands that the API accepted, to be asked for later. */
export class CommandLedger {
  /** By device, in the order given. */
  readonly accepted = new Map<string, string[]>();

  constructor(private readonly api: ApiClient) {}

  /**
   * Gives a command; null when it was not accepted: nobody answers, too many wait, or enough were given. What was not
   * answered may have been accepted all the same.
   */
  async give(deviceId: string, body: object): Promise<string | null> {
    const given = this.accepted.get(deviceId) ?? [];
    if (given.length >= MOST_PER_DEVICE) return null;
    const path = 'package' in body ? 'model' : 'commands';
    const reply = await this.api
      .send<DeviceCommandResponse>('POST', `/api/v1/devices/${deviceId}/${path}`, body)
      .catch(() => null);
    if (reply === null || reply.status === 429 || reply.status >= 500) return null;
    if (reply.status !== 201) throw new Error(`a command answered ${JSON.stringify(reply)}`);
    this.accepted.set(deviceId, [...given, reply.body.id]);
    return reply.body.id;
  }

  /** The command as it stands, once it is in none but an end state. */
  settled(deviceId: string, id: string): Promise<DeviceCommandResponse> {
    return waitFor(`the end of command ${id}`, async () => {
      const all = await this.all(deviceId).catch(() => []);
      return all.find((command) => command.id === id && isEnd(command.state));
    });
  }

  /** Waits until every command of the device is in an end state; gives the state of each that was accepted, in the order given. */
  async ends(deviceId: string): Promise<DeviceCommandResponse[]> {
    const all = await waitFor(`the end of every command of ${deviceId}`, async () => {
      const commands = await this.all(deviceId).catch(() => null);
      return commands !== null && commands.every(({ state }) => isEnd(state)) && commands;
    }).catch(async () => this.all(deviceId));
    const byId = new Map(all.map((command) => [command.id, command]));
    const lost = (id: string): never => {
      throw new Error(`command ${id} was accepted and is gone`);
    };
    return (this.accepted.get(deviceId) ?? []).map((id) => byId.get(id) ?? lost(id));
  }

  private all(deviceId: string): Promise<DeviceCommandResponse[]> {
    return this.api.list(`/api/v1/devices/${deviceId}/commands?limit=100`);
  }
}

function isEnd(state: CommandState): boolean {
  return state === 'done' || state === 'refused' || state === 'expired';
}
