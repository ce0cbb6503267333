import { type DeviceReported, deviceStatusSchema, TOPICS } from '@fettle/contracts';
import { type Door, type DoorContext, happened, type Opened, refused } from '../door';
import { parseJson } from '../json/json.door';
import { short } from '../reading-rows';

/** Longer ones are not parsed. */
const MAX_STATUS_BYTES = 2_048;

/**
 * What a device says of itself, as JSON: its program, results of commands, how an installation goes, which chunks it wants.
 * Checked against the schema that REST and firmware share; what the schema does not know is left out.
 */
export class StatusDoor implements Door {
  open(payload: Uint8Array, { device, nowMs }: DoorContext): Opened {
    if (payload.length > MAX_STATUS_BYTES) {
      return refused('STATUS.MALFORMED', `${payload.length} bytes, at most ${MAX_STATUS_BYTES} are taken`);
    }
    const message = parseJson(payload);
    if (message === undefined) return refused('STATUS.MALFORMED', 'not JSON');
    const parsed = deviceStatusSchema.safeParse(message);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const place = issue === undefined || issue.path.length === 0 ? 'message' : short(issue.path.join('.'));
      return refused('STATUS.MALFORMED', `${place}: ${issue?.message ?? 'not a status'}`);
    }
    const { tenantId, deviceId } = device;
    const reported: DeviceReported = { tenantId, deviceId, atMs: nowMs, status: parsed.data };
    return happened(TOPICS.deviceStatus.name, Buffer.from(JSON.stringify(reported)));
  }
}
