import { columnValues, DecodedFrame, decodeFrame, SAMPLE_STATE } from '@fettle/frame';
import type { DeviceEntry } from '@fettle/persistence';
import type { Refusal } from '../../intake/rejections';
import { judgeTime } from '../clock-window';
import { type Door, type DoorContext, type Opened, refused } from '../door';

/**
 * Frames go on byte for byte as they came, or not at all: a frame with an unknown signal, a time or a value that cannot
 * be is refused whole, since its sender is of our own making and must be repaired rather than half believed.
 */
export class FramesDoor implements Door {
  /** Decoded into again and again; nothing of it outlives a call. */
  private readonly frame = new DecodedFrame();
  private values = new Float64Array(64);

  open(payload: Uint8Array, { device, nowMs }: DoorContext): Opened {
    const result = decodeFrame(payload, this.frame);
    if (!result.ok) return refused('FRAME.MALFORMED', result.reason);
    const readings = countReadings(this.frame);
    const fault = this.unknownSignal(device) ?? timeFault(this.frame, nowMs) ?? this.valueFault(device);
    return fault === null
      ? { frames: [payload], readings, refusals: [] }
      : { frames: [], readings: 0, refusals: [{ ...fault, readings }] };
  }

  private unknownSignal({ signalsById }: DeviceEntry): Fault | null {
    for (const { signalId } of this.frame.columns) {
      if (!signalsById.has(signalId))
        return { reason: 'SIGNAL.UNKNOWN', detail: `no signal with id ${signalId}` };
    }
    return null;
  }

  private valueFault({ signalsById }: DeviceEntry): Fault | null {
    const { sampleCount, columns } = this.frame;
    if (this.values.length < sampleCount) this.values = new Float64Array(sampleCount);
    for (const column of columns) {
      const { name, min, max } = signalsById.get(column.signalId)!;
      const values = columnValues(column, this.values);
      for (let i = 0; i < sampleCount; i++) {
        // Not a number, a failed or missing reading, is neither below nor above.
        if (values[i]! < min || values[i]! > max) {
          const detail = `${name} = ${values[i]}, possible are ${min} to ${max}`;
          return { reason: 'READING.OUT_OF_RANGE', detail };
        }
      }
    }
    return null;
  }
}

type Fault = Pick<Refusal, 'reason' | 'detail'>;

function timeFault({ times }: DecodedFrame, nowMs: number): Fault | null {
  for (const time of times) {
    const reason = judgeTime(time, nowMs);
    if (reason !== null) return { reason, detail: `event time ${time} ms, the platform's is ${nowMs} ms` };
  }
  return null;
}

/** Cells that hold a value, not-a-number included. */
function countReadings({ columns, sampleCount }: DecodedFrame): number {
  let readings = columns.length * sampleCount;
  for (const { states } of columns) {
    if (states === null) continue;
    for (let i = 0; i < sampleCount; i++) if (states[i] === SAMPLE_STATE.MISSING) readings -= 1;
  }
  return readings;
}
