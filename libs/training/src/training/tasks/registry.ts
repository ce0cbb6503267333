import { badSpec } from '../../network/errors';
import type { LossSpec } from '../../losses/loss.types';
import { autoencoder } from './autoencoder.task';
import { classifier } from './classifier.task';
import { forecaster } from './forecaster.task';
import { regressor } from './regressor.task';
import type { Task } from './task';
import type { TaskKindName, TaskSpec, TaskSpecOf } from './task.types';

/** Every task there is, one row each. */
export const TASKS: { readonly [K in TaskKindName]: Task<TaskSpecOf<K>> } = {
  autoencoder,
  classifier,
  forecaster,
  regressor,
};

/** The row of a task. Throws `TRAINING.BAD_SPEC` for a kind that there is not. */
export function taskKindOf(spec: TaskSpec): Task {
  if (!Object.hasOwn(TASKS, spec.kind)) {
    throw badSpec(`no task of kind '${String(spec.kind)}'; known: ${Object.keys(TASKS).join(', ')}`);
  }
  return TASKS[spec.kind] as unknown as Task;
}

/** The loss that a task is trained with. */
export function lossOfTask(spec: TaskSpec): LossSpec {
  return spec.loss ?? taskKindOf(spec).defaultLoss(spec);
}
