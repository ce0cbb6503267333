import { usageError } from '../../../cli/run-command';
import { cwruRecording } from './cwru.recording';
import { imsRecording } from './ims.recording';
import type { RecordingSource } from './recording';
import { simulatedRecording } from './simulated/simulated.recording';

/** Every recording that boards can be fed with; a new one is a file beside this and a row here. */
const RECORDINGS: readonly RecordingSource[] = [imsRecording, cwruRecording, simulatedRecording];

/** Not a recording: the firmware's own simulated machine, which nobody else knows the samples of. */
export const ON_BOARD = 'on-board';

const NAMES = [...RECORDINGS.map(({ id }) => id), ON_BOARD];
/** What `--recording` can be, for people. */
export const RECORDING_NAMES = `${NAMES.slice(0, -1).join(', ')} or ${NAMES.at(-1)}`;

/** The recording of that name; wrong usage where there is none. */
export function recordingNamed(name: string): RecordingSource {
  const found = RECORDINGS.find(({ id }) => id === name);
  if (found === undefined) throw usageError(`--recording is ${RECORDING_NAMES}, not ${name}`);
  return found;
}
