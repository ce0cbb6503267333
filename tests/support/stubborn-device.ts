import { encodeFrame } from '@fettle/frame';
import { connect, type MqttClient } from 'mqtt';

export interface DeviceLogin {
  readonly id: string;
  readonly tenantId: string;
  readonly mqtt: { readonly clientId: string; readonly username: string; readonly password: string };
}

export interface SentFrame {
  readonly sequence: number;
  readonly times: readonly number[];
  /** Hundredths of a degree. */
  readonly temperatures: readonly number[];
  /** When it was acknowledged, on `performance.now()`'s clock. */
  readonly acknowledgedMs: number;
}

/**
 * A real MQTT client that goes on through anything: it reconnects, sends again what was not acknowledged, with the
 * same sequence, and keeps a ledger of what was.
 */
export class StubbornDevice {
  readonly acknowledged: SentFrame[] = [];
  private readonly client: MqttClient;
  private sequence = 0;

  constructor(
    mqttUrl: string,
    private readonly login: DeviceLogin,
    private readonly bootId: number,
  ) {
    this.client = connect(mqttUrl, {
      ...login.mqtt,
      reconnectPeriod: 150,
      connectTimeout: 3_000,
      clean: true,
    });
    this.client.on('error', () => undefined);
  }

  /** Resolves once this frame is acknowledged, however often the connection broke meanwhile. */
  async send(startMs: number, samples: number, stepMs: number): Promise<void> {
    const sequence = this.sequence++;
    const times = Array.from({ length: samples }, (_, i) => startMs + i * stepMs);
    const temperatures = times.map((_, i) => 2_000 + ((sequence * 37 + i * 11) % 400));
    const column = { signalId: 2, kind: 'scaled' as const, exponent: -2, mantissas: temperatures };
    const bytes = encodeFrame({ bootId: this.bootId, sequence, times, columns: [column] });
    const topic = `fettle/v1/${this.login.tenantId}/${this.login.id}/frames`;
    await this.client.publishAsync(topic, Buffer.from(bytes), { qos: 1 });
    this.acknowledged.push({ sequence, times, temperatures, acknowledgedMs: performance.now() });
  }

  async close(): Promise<void> {
    await this.client.endAsync(true);
  }
}
