import type { SimulatedMachine } from '../simulated-machine';
import { soundMachine } from './sound.machine';
import { vibrationMachine } from './vibration.machine';

/** Every simulated machine; a new one is a file beside this and a row here. */
export const SIMULATED_MACHINES: readonly SimulatedMachine[] = [soundMachine, vibrationMachine];
