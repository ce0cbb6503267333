import { badSpec } from '../errors';

/** A rolling bearing and how fast its shaft turns. Both diameters in one unit, whichever. */
export interface Bearing {
  /** Balls or rollers in one row. */
  readonly balls: number;
  readonly ballDiameter: number;
  readonly pitchDiameter: number;
  readonly contactAngleDeg: number;
  readonly shaftHz: number;
}

/** How often a defect is struck, in Hz: on the outer race, on the inner race, by one side of a ball, and the cage's turns. */
export interface BearingFrequencies {
  readonly bpfo: number;
  readonly bpfi: number;
  readonly bsf: number;
  readonly ftf: number;
}

export const BEARING_FAULTS = [
  'bpfo',
  'bpfi',
  'bsf',
  'ftf',
] as const satisfies readonly (keyof BearingFrequencies)[];

/** Positive numbers, balls smaller than the pitch circle, an angle below 90 degrees; else `FEATURES.BAD_SPEC`. */
function checkBearing(bearing: Bearing, place: string): void {
  const { balls, ballDiameter, pitchDiameter, contactAngleDeg, shaftHz } = bearing;
  const positive = { balls, ballDiameter, pitchDiameter, shaftHz };
  for (const [name, value] of Object.entries(positive)) {
    if (!(Number.isFinite(value) && value > 0)) throw badSpec(`${place}.${name}`, 'a number above 0');
  }
  if (ballDiameter >= pitchDiameter) throw badSpec(`${place}.ballDiameter`, 'has to be below pitchDiameter');
  if (!(contactAngleDeg >= 0 && contactAngleDeg < 90))
    throw badSpec(`${place}.contactAngleDeg`, 'from 0 to below 90');
}

/**
 * Kinematic frequencies with a standing outer race and no slip; real ones are within 2 % (Randall and Antoni 2011). A defect
 * on a ball strikes both races: twice `bsf`.
 */
export function bearingFrequencies(bearing: Bearing, place = 'bearing'): BearingFrequencies {
  checkBearing(bearing, place);
  const { balls, ballDiameter, pitchDiameter, contactAngleDeg, shaftHz } = bearing;
  const ratio = (ballDiameter / pitchDiameter) * Math.cos((contactAngleDeg * Math.PI) / 180);
  return {
    bpfo: (balls / 2) * shaftHz * (1 - ratio),
    bpfi: (balls / 2) * shaftHz * (1 + ratio),
    bsf: (pitchDiameter / (2 * ballDiameter)) * shaftHz * (1 - ratio * ratio),
    ftf: (shaftHz / 2) * (1 - ratio),
  };
}
