import type { Clock } from '@fettle/kernel';
import type { FleetDevice } from '../device/simulated-device';

export interface FleetOptions {
  readonly mqttUrl: string;
  readonly devices: readonly FleetDevice[];
  /** Event time of the machines' first sample; the same in every run that shares a state file. */
  readonly fromMs: number;
  readonly clock: Clock;
  /** Time between samples of what lies in the past: the history at the first start, what was missed at later ones. */
  readonly historyCadenceMs: number;
  /** Time between samples once the present is reached. */
  readonly cadenceMs: number;
  /** A frame goes out at the latest this long after the last one, in the present. */
  readonly flushMs: number;
  /** How many times faster than the clock the past is played; Infinity: as fast as acknowledgements come. */
  readonly speed: number;
  /** Positions survive restarts in this file; its folder is made. */
  readonly stateFile: string;
  /** True failure times for evaluation; never given to the product. Null: not written. */
  readonly truthFile: string | null;
  /** What was missed longer ago than this is left out, so that a long pause costs a bounded catch-up. Default 14 days. */
  readonly longestGapMs?: number;
  /** Frames sent but not acknowledged, over all devices, while the past is played. Default 256. */
  readonly maxInFlight?: number;
  /** Returns at the end of the past instead of going on in the present. Default false. */
  readonly untilPresent?: boolean;
  /** Links drop for some minutes every other day. Default true. */
  readonly offlineSpells?: boolean;
  /** Called about every second. */
  readonly onProgress?: (progress: FleetProgress) => void;
  /** Stops the fleet cleanly: nothing sampled is lost, positions are saved. */
  readonly signal: AbortSignal;
}

export interface FleetProgress {
  readonly phase: 'connecting' | 'history' | 'live';
  readonly devices: number;
  readonly connected: number;
  /** Share of the past that has been acknowledged, 0..1. */
  readonly historyShare: number;
  readonly framesAcknowledged: number;
  readonly readingsSent: number;
  /** Frames that the platform said it rejected. */
  readonly rejections: number;
  readonly reconnects: number;
  /** Frames that a full buffer had to give up while its device was offline. */
  readonly framesDropped: number;
  readonly lastError: string | null;
}
