export { runInEmulator, type EmulatorRun } from './emulator/run-in-emulator';
export {
  startBoard,
  type BoardExit,
  type BoardRun,
  type RunningBoard,
  type SerialPort,
} from './emulator/start-board';
export { BOARD_HEADER, boardSource } from './harness/board-support';
export {
  runModelsOnBoard,
  type BoardModel,
  type BoardModelOptions,
  type BoardModelRuns,
  type LayerRun,
  type ModelRun,
} from './harness/run-models';
export {
  type BoardTarget,
  type CrossCompiler,
  type EmulatedMachine,
  type MemoryRegion,
} from './targets/board-target';
export { BOARD_TARGETS, boardTarget } from './targets/registry';
export {
  compileForTarget,
  STRICT_C,
  type CompiledProgram,
  type CompileOptions,
  type ProgramSizes,
} from './toolchain/compile-for-target';
export { linkerScript, STACK_BYTES } from './toolchain/linker-script';
export { hasTool, missingTools, requireTool, EMULATOR } from './toolchain/tools';
export {
  buildFirmware,
  buildSlotImages,
  type BuiltFirmware,
  FIRMWARE_SOURCES,
  type FirmwareBoardName,
  firmwareBoardOf,
  type FirmwareBuild,
} from './firmware/build-firmware';
export { EmulatedDevice, type EmulatedDeviceParts } from './firmware/emulated-device';
export { firmwareSizes, type FirmwareSizes } from './firmware/firmware-sizes';
export { measurePipeline } from './firmware/measure-pipeline';
export {
  modelPipeline,
  modelVersion,
  type PipelineModel,
  type PlacedSignal,
  signalAtPlace,
  windowSamplesOf,
} from './firmware/model-pipeline';
export { type Provisioning, provisioningBlock } from './firmware/provisioning';
export {
  encodeWindow,
  FEED_VERDICTS,
  type FeedVerdict,
  type FeedWindow,
  SampleFeed,
} from './firmware/sample-feed';
export {
  makeSigningKeys,
  packageIdOf,
  readSigningKey,
  type SigningKeys,
  signPackage,
} from './firmware/sign-package';
export { worstStack, type WorstStack } from './firmware/worst-stack';
