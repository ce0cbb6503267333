export { createDeviceProgram, type DeviceProgram, type DeviceResult } from './program/device-program';
export {
  type DeviceProgramSpec,
  type FeatureReport,
  type ReadingsInput,
  type WindowInput,
} from './program/program-spec';
export {
  reconstructionError,
  type ReconstructionScore,
  reconstructionSteps,
} from './scores/reconstruction/reconstruction.score';
export { type ScoreSpec } from './scores/registry';
export { type ScoreFormat } from './scores/score-kind';
export { HeldReadings, type ReadingSignal } from './program/held-readings';
export { pipelineC, type PipelineOptions, type PipelineSignal } from './firmware/pipeline-c';
export { type DeviceModelFile, programmedModel, type ProgrammedModel } from './models/device-model-file';
export { DEVICE_MODELS, modelOfAssetType } from './models/registry';
