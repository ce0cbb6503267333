/** Where a device stands: everything that must survive a restart, so that no sequence number is used twice. */
export interface DevicePosition {
  /** Samples at or before this true time have been made into frames. */
  positionMs: number;
  bootId: number;
  /** Sequence number of the next frame of this boot. */
  sequence: number;
  /** Set by a command; null: the fleet's own. */
  cadenceMs: number | null;
}
