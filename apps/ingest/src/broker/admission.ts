import { Logger } from '@nestjs/common';
import { AppError, type Clock, errorMessage } from '@fettle/kernel';
import { TOPICS } from '@fettle/contracts';
import type { EventLog } from '@fettle/event-log';
import type { DeviceEntry } from '@fettle/persistence';
import type { IngestMetrics } from '../ingest.metrics';
import { type Origin, rejectionRecords, type Refusal, statusNotice } from '../intake/rejections';
import { judgeSubscription, type TopicOwner } from '../topics/subscription';
import { statusTopic } from '../topics/topic-route';
import type { InboundMessage, Sender } from './broker';
import type { DeviceAuthenticator, Login } from './device-authenticator';

const MAX_FILTERS = 16;
const EMPTY = new Uint8Array(0);

/** Who may connect and listen. Every refusal is recorded with its reason, under the device where that is certain. */
export class Admission {
  private readonly logger = new Logger('Admission');

  constructor(
    private readonly authenticator: DeviceAuthenticator,
    private readonly log: Pick<EventLog, 'append'>,
    private readonly metrics: IngestMetrics,
    private readonly clock: Clock,
  ) {}

  /** Throws the reason as the code: DEVICE.UNKNOWN, DEVICE.BAD_CREDENTIALS, DEVICE.DISABLED, MQTT.THROTTLED. */
  async login(login: Login): Promise<Sender> {
    const outcome = await this.authenticator.authenticate(login);
    if (outcome.kind === 'accepted') return outcome.sender;
    if (outcome.kind === 'throttled') {
      this.metrics.loginThrottled();
      throw new AppError('MQTT.THROTTLED', 'too many failed logins from this address', { retryable: true });
    }
    const { reason, device } = outcome;
    const detail = `login from ${login.address}`;
    await this.record(ownerOf(device), 'CONNECT', { reason, detail, readings: 0 });
    throw new AppError(reason, 'login refused');
  }

  /** Whether the device may subscribe to the filter; remembers it in `filters` if so. */
  async mayListen(
    owner: TopicOwner,
    filter: string,
    filters: Set<string>,
    reply: InboundMessage['reply'],
  ): Promise<boolean> {
    const verdict = judgeSubscription(filter, owner);
    if (verdict === 'own' && (filters.size < MAX_FILTERS || filters.has(filter))) {
      filters.add(filter);
      return true;
    }
    const refusal: Refusal = {
      reason: verdict === 'foreign' ? 'TENANT.MISMATCH' : 'TOPIC.NOT_ALLOWED',
      detail:
        verdict === 'own'
          ? `at most ${MAX_FILTERS} subscriptions`
          : 'a device may listen to its own topics only',
      readings: 0,
    };
    await this.record(owner, `SUBSCRIBE ${filter}`, refusal);
    const notice = statusNotice(`SUBSCRIBE ${filter}`, [refusal], this.clock.nowMs());
    reply(statusTopic(owner.tenantId, owner.deviceId), notice);
    return false;
  }

  /** Records that a connection was closed for a packet too large to be read. */
  cutOff(owner: TopicOwner, announcedBytes: number): void {
    const detail = `a packet of ${announcedBytes} bytes was announced; the connection was closed`;
    void this.record(owner, 'PUBLISH', { reason: 'FRAME.TOO_LARGE', detail, readings: 0 });
  }

  /** One attempt: a refused login or subscription is not held up, nor kept in memory, for a log that does not answer. */
  private async record({ tenantId, deviceId }: Origin, topic: string, refusal: Refusal): Promise<void> {
    this.metrics.rejected(refusal.reason);
    const message = { topic, payload: EMPTY };
    const records = rejectionRecords({ tenantId, deviceId }, message, [refusal], this.clock.nowMs());
    await this.log.append(TOPICS.rejected.name, records).catch((error: unknown) => {
      this.logger.warn(`a refusal (${refusal.reason}) was not recorded: ${errorMessage(error)}`);
    });
  }
}

function ownerOf(device: DeviceEntry | null): Origin {
  return { tenantId: device?.tenantId ?? null, deviceId: device?.deviceId ?? null };
}
