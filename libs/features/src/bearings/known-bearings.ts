import { Bearing } from './bearing-frequencies';

type Geometry = Omit<Bearing, 'shaftHz'>;

/** Bearings of public test rigs, in inches. One row a bearing; the shaft's speed is the rig's. */
export const KNOWN_BEARINGS = {
  /** Rexnord ZA-2115 of the IMS rig, one of its two rows (Qiu et al. 2006). */
  za2115: { balls: 16, ballDiameter: 0.331, pitchDiameter: 2.815, contactAngleDeg: 15.17 },
  /** SKF 6205-2RS JEM, drive end of the Case Western rig. */
  skf6205: { balls: 9, ballDiameter: 0.3126, pitchDiameter: 1.537, contactAngleDeg: 0 },
} as const satisfies Readonly<Record<string, Geometry>>;
