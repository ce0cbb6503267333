import type { Bench } from './bench';
import { codecBench } from './codec/codec.bench';
import { edgeBench } from './edge/edge.bench';
import { pathBench } from './path/path.bench';
import { trainingBench } from './training/training.bench';
import { windowsBench } from './windows/windows.bench';

/** Every benchmark; a new one is a folder here and a row. */
export const BENCHES: readonly Bench[] = [codecBench, edgeBench, pathBench, trainingBench, windowsBench];
