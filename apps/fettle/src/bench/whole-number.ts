import { usageError } from '../cli/run-command';

/** A whole number of a command's option. Throws USAGE.INVALID. */
export function wholeNumber(options: Readonly<Record<string, string>>, name: string): number {
  const value = Number(options[name]);
  if (!Number.isInteger(value) || value < 0)
    throw usageError(`${name} takes a whole number, not ${options[name]}`);
  return value;
}
