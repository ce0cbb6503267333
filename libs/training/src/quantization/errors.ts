import { AppError } from '@fettle/kernel';

/** Data that cannot calibrate. */
export function badCalibration(what: string): AppError {
  return new AppError('TRAINING.BAD_CALIBRATION', `calibration data: ${what}`);
}

/** A layer has no int8 form in this place; the layer is named. */
export function notLowered(layer: number, kind: string, reason: string): AppError {
  return new AppError('TRAINING.NOT_LOWERED', `layer ${layer} (${kind}): ${reason}`, {
    details: { layer, kind, reason },
  });
}

/** A layer's numbers are not finite. */
export function badWeights(layer: number, kind: string, what: string): AppError {
  return new AppError('TRAINING.BAD_WEIGHTS', `layer ${layer} (${kind}): ${what}`, {
    details: { layer, kind },
  });
}
