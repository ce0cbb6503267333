import { shiftToPresent } from '@fettle/app-fleet';
import type { ProgrammedModel } from '@fettle/device-models';
import type { AssetType } from '@fettle/domains';
import { assetTypeFor } from '../named-device-model';
import type { WindowShape } from '../recordings/recording';
import { ON_BOARD, recordingNamed } from '../recordings/registry';
import { type BoardPlan, plansOfRecording, plansOnBoard, USUAL_BOARDS, windowShapeOf } from './board-plan';
import { requirePlace } from './places';

/** What a person asked for, read. */
export interface RunWishes {
  readonly recording: string;
  readonly dataDir: string;
  readonly assetType?: string;
  /** Absent: as many as there are places, up to a usual number. */
  readonly boards?: number;
  readonly windows: number;
  readonly snapshots: number;
  readonly seconds: number;
  readonly speed: number;
}

/** What shall run where, before anything is made. */
export interface RunPlan {
  readonly title: string;
  readonly type: AssetType;
  readonly plans: readonly BoardPlan[];
  /** Of the boards' sensors. */
  readonly shape: WindowShape;
  /** Event time when it begins, and how many times faster than the clock it passes; Infinity: as fast as boards take it. */
  readonly originMs: number;
  readonly speed: number;
}

/** Opens the recording, and moves it to the present. Throws what the recording throws, and wrong usage for boards without a place. */
export async function planRun(model: ProgrammedModel, wishes: RunWishes, nowMs: number): Promise<RunPlan> {
  const plan =
    wishes.recording === ON_BOARD
      ? planOnBoard(model, wishes, nowMs)
      : await planRecorded(model, wishes, nowMs);
  for (const { place } of plan.plans) requirePlace(model, plan.type.id, plan.type.signals, place);
  return plan;
}

function planOnBoard(
  model: ProgrammedModel,
  { assetType, boards, speed }: RunWishes,
  nowMs: number,
): RunPlan {
  const type = assetTypeFor(model, assetType);
  const plans = plansOnBoard(model, type, boards);
  return {
    title: `simulated ${type.label}`,
    type,
    plans,
    shape: windowShapeOf(model),
    originMs: nowMs,
    speed,
  };
}

async function planRecorded(model: ProgrammedModel, wishes: RunWishes, nowMs: number): Promise<RunPlan> {
  const { boards, speed, dataDir } = wishes;
  const shape = windowShapeOf(model);
  const recording = await recordingNamed(wishes.recording).open(dataDir, {
    ...wishes,
    ...{ model, shape, channels: boards ?? USUAL_BOARDS },
  });
  const times = (recording.channels[0]?.windows ?? []).map(({ timeMs }) => timeMs);
  const [firstMs, lastMs] = [times[0] ?? nowMs, times.at(-1) ?? nowMs];
  const shift = shiftToPresent(nowMs, lastMs - firstMs, speed);
  const type = assetTypeFor(model, recording.assetTypeId);
  const plans = plansOfRecording(recording, boards, shift.shiftOf(lastMs));
  return { title: recording.title, type, plans, shape, originMs: shift.originMs, speed };
}
