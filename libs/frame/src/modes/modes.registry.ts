import { constant } from './constant/constant.mode';
import { dictionary } from './dictionary/dictionary.mode';
import { keyed } from './keyed/keyed.mode';
import type { Mode } from './mode';
import { packed } from './packed/packed.mode';
import { rice } from './rice/rice.mode';
import { runs } from './runs/runs.mode';
import { split } from './split/split.mode';
import { stride } from './stride/stride.mode';

/** Every mode, at the index that is its code on the wire (four bits). */
export const MODES: readonly Mode[] = [constant, packed, rice, runs, stride, dictionary, keyed, split];
