import { AppError } from '@fettle/kernel';

/** The program of a device model contradicts itself or its model: `DEVICE_MODEL.BAD_PROGRAM`, with what is wrong. */
export function badProgram(what: string): AppError {
  return new AppError('DEVICE_MODEL.BAD_PROGRAM', what);
}
