import { type DecodedFrame, SAMPLE_STATE } from '@fettle/frame';
import {
  type ClosedWindow,
  DeviceWindows,
  encodeBase,
  encodeLatest,
  encodeRollups,
  type LateReadings,
  restoreDeviceWindows,
} from '@fettle/windowing';
import type { ArrivedFrame, DeviceArrivals } from '../arrivals/arrivals';
import { SequenceLog } from '../sequences/sequence-log';

/** A device's stream as it is kept in the database. */
export interface StoredStream {
  readonly base: Uint8Array;
  readonly rollups: Uint8Array | null;
  readonly sequences: string;
}

/** What is written of a stream after a batch. */
export interface StreamCheckpoint {
  readonly base: Uint8Array;
  /** Null when the batch closed no window: then the longer windows are as they were. */
  readonly rollups: Uint8Array | null;
  readonly sequences: string;
  readonly latest: Uint8Array;
  readonly gaps: number;
  readonly watermarkMs: number;
}

/** What one batch has done to one device. */
export interface DeviceOutcome {
  readonly arrivals: DeviceArrivals;
  readonly accepted: readonly ArrivedFrame[];
  readonly duplicates: number;
  readonly readings: number;
  readonly closed: readonly ClosedWindow[];
  readonly late: readonly LateReadings[];
  readonly checkpoint: StreamCheckpoint;
}

/** Windows and sequences of one device: what the past of its frames comes down to. */
export class DeviceStream {
  private constructor(
    private readonly windows: DeviceWindows,
    private readonly sequences: SequenceLog,
  ) {}

  static fresh(): DeviceStream {
    return new DeviceStream(new DeviceWindows(), SequenceLog.empty());
  }

  /** Goes on exactly where the stored stream stood. Throws `WINDOW.MALFORMED`. */
  static restore({ base, rollups, sequences }: StoredStream): DeviceStream {
    const restored = restoreDeviceWindows({ base, rollups: rollups ?? encodeRollups(new DeviceWindows()) });
    return new DeviceStream(restored, SequenceLog.parse(sequences));
  }

  /** Counts a frame that is new. Returns its number of readings and those of them that came too late. */
  add(arrived: ArrivedFrame, frame: DecodedFrame): { readings: number; late: readonly LateReadings[] } {
    if (!arrived.contentIdentity) this.sequences.add(arrived.bootId, arrived.sequence);
    const late = this.windows.add({ samples: frame.sampleCount, times: frame.times, columns: frame.columns });
    return { readings: readingsIn(frame), late };
  }

  /** Takes out the windows that have closed. */
  close(): ClosedWindow[] {
    return this.windows.close();
  }

  checkpoint(withRollups: boolean): StreamCheckpoint {
    return {
      base: encodeBase(this.windows),
      rollups: withRollups ? encodeRollups(this.windows) : null,
      sequences: this.sequences.serialise(),
      latest: encodeLatest(this.windows.latest()),
      gaps: this.sequences.gaps,
      watermarkMs: this.windows.watermarkMs,
    };
  }
}

function readingsIn(frame: DecodedFrame): number {
  let readings = 0;
  for (const { states } of frame.columns) {
    if (states === null) readings += frame.sampleCount;
    else for (let i = 0; i < frame.sampleCount; i++) if (states[i] === SAMPLE_STATE.PRESENT) readings++;
  }
  return readings;
}
