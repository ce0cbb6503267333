import type { TableSettings } from '@fettle/model-recipes';
import type { TaskKindName } from '@fettle/training';
import type { Command } from 'commander';
import { usageError } from '../../cli/run-command';

/** What a person says of the table that is learnt from. */
export interface TableOptions {
  readonly csv?: string;
  readonly task?: string;
  readonly inputs?: string;
  readonly label?: string;
  readonly group?: string;
  readonly window?: string;
  readonly horizon?: string;
  readonly seed: string;
}

const TASKS: readonly TaskKindName[] = ['classifier', 'autoencoder', 'regressor', 'forecaster'];

/** Adds the flags that say how a table becomes samples. */
export function withTableOptions(command: Command): Command {
  return command
    .option('--csv <file>', 'a table of your own: a header, then rows')
    .option('--task <task>', TASKS.join(', '))
    .option('--inputs <columns>', 'comma-separated (default: every column of numbers but label and group)')
    .option('--label <column>', 'what is to come out; not for an autoencoder')
    .option(
      '--group <column>',
      'recording or asset: no group is trained and judged on (default: runs of rows)',
    )
    .option('--window <rows>', 'rows of one sample', '1')
    .option('--horizon <rows>', 'rows from the end of a sample to its label', '0');
}

/** The settings that the flags say; wrong usage where they cannot be. */
export function tableSettings(options: TableOptions): TableSettings {
  const task = TASKS.find((each) => each === options.task);
  if (task === undefined) throw usageError(`--task is one of ${TASKS.join(', ')}`);
  return {
    task,
    ...(options.inputs === undefined ? {} : { inputs: options.inputs.split(',').map((name) => name.trim()) }),
    ...(options.label === undefined ? {} : { label: options.label }),
    ...(options.group === undefined ? {} : { group: options.group }),
    window: wholeNumber(options.window ?? '1', '--window', 1),
    horizon: wholeNumber(options.horizon ?? '0', '--horizon', 0),
    seed: wholeNumber(options.seed, '--seed', 0),
  };
}

/** A flag's whole number from `least` on. */
export function wholeNumber(text: string, flag: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw usageError(`${flag} takes a whole number from ${least} on, not ${text}`);
  return value;
}
