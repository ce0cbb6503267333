import { usageError } from '../../../cli/run-command';
import { imsRecording } from './ims.recording';
import type { RecordingSource } from './recording';

/** Every recording that boards can be fed with; a new one is a file beside this and a row here. */
const RECORDINGS: readonly RecordingSource[] = [imsRecording];

/** Not a recording: the firmware's own simulated machine. */
export const SIMULATED = 'simulated';

/** What `--recording` can be, for people. */
export const RECORDING_NAMES = [...RECORDINGS.map(({ id }) => id), SIMULATED].join(' or ');

/** The recording of that name; wrong usage where there is none. */
export function recordingNamed(name: string): RecordingSource {
  const found = RECORDINGS.find(({ id }) => id === name);
  if (found === undefined) throw usageError(`--recording is ${RECORDING_NAMES}, not ${name}`);
  return found;
}
