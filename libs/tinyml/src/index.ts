export { ARITHMETICS, type ArithmeticName } from './arithmetic/arithmetic';
export { compileC, type CompileChoices, type CompiledModel } from './c/compile-c';
export { type Place } from './errors';
export { bytesPerElement, type ElementArray, elementsOf } from './graph/element-types';
export * from './graph/model.types';
export { elementCount } from './graph/shapes';
export {
  compareWithGolden,
  type GoldenComparison,
  type GoldenRecords,
  type GoldenTensor,
} from './golden/compare-golden';
export { createInterpreter, type Interpreter, type LayerObserver } from './interpreter/interpreter';
export { DEFAULT_LIMITS, type ModelLimits } from './limits';
export { planArena, type ArenaPlan, type PlacedBuffer } from './memory/arena';
export { type Operand, type Operator } from './operators/operator';
export { OPERATORS } from './operators/registry';
export { optimize, type ModelSize, type Optimized, type PassRecord } from './passes/optimize';
export { PASSES } from './passes/registry';
export { loadTflite } from './tflite/load-tflite';
export { writeTflite, type TfliteMetadata } from './tflite/write-tflite';
export {
  compiledLayers,
  MOVES,
  REAL_NUMBERS,
  type CompiledLayer,
  type CompiledLayers,
} from './cost/compiled-layers';
export {
  companyOf,
  contextsOf,
  inContext,
  ownFunction,
  relativesOf,
  withoutCompany,
  type LayerInContext,
} from './cost/contexts';
export { predictCosts, resetBytes } from './cost/predict';
export { type Company, type KernelCosts, type TargetCosts } from './cost/target-costs';
export { TARGET_COSTS } from './cost/targets/registry';
export { arenaSvg } from './report/arena-svg';
export { layersSvg } from './report/layers-svg';
export { reportModel, type ReportOptions } from './report/report';
export { reportText } from './report/report-text';
export * from './report/report.types';
