import { AppError } from '@fettle/kernel';

/** Longest file that is read in the browser. */
const MOST_BYTES = 16 * 1_048_576;
const INT16 = { low: -32768, high: 32767 } as const;

/** A recorded signal: numbers in the order in which they were measured. */
export interface Recording {
  /** Another for each reading of a file: files may change and keep their name. */
  readonly id: string;
  readonly name: string;
  readonly values: Float64Array;
  /** Null: the file does not say. */
  readonly sampleRateHz: number | null;
}

function int16Of(bytes: Uint8Array): Float64Array {
  if (bytes.length % 2 !== 0)
    throw new AppError('RECORDING.MALFORMED', `${bytes.length} bytes are no whole number of 16-bit samples`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.length / 2 }, (_, i) => view.getInt16(2 * i, true));
}

/** The last column of each line; the first line may be a heading. */
function columnOf(text: string): Float64Array {
  const values: number[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '') return;
    const cell =
      line
        .trim()
        .split(/[,;\t ]+/)
        .at(-1) ?? '';
    const value = Number(cell);
    if (cell !== '' && Number.isFinite(value)) values.push(value);
    else if (index > 0)
      throw new AppError('RECORDING.MALFORMED', `line ${index + 1}: "${cell}" is no number`);
  });
  return Float64Array.from(values);
}

/**
 * A file as a recording: `.i16` is 16-bit signed, little endian; `.csv` and `.txt` have the value in the last column. Throws
 * `RECORDING.UNKNOWN_FORMAT`, `RECORDING.TOO_LARGE`, `RECORDING.MALFORMED` with the line, `RECORDING.EMPTY`.
 */
export function readRecording(id: string, name: string, bytes: Uint8Array): Recording {
  if (bytes.length > MOST_BYTES)
    throw new AppError('RECORDING.TOO_LARGE', `${bytes.length} bytes; at most ${MOST_BYTES} are read`);
  const values = /\.i16$/i.test(name)
    ? int16Of(bytes)
    : /\.(csv|txt)$/i.test(name)
      ? columnOf(new TextDecoder().decode(bytes))
      : null;
  if (values === null) throw new AppError('RECORDING.UNKNOWN_FORMAT', 'files end in .i16, .csv or .txt');
  if (values.length === 0) throw new AppError('RECORDING.EMPTY', 'the file holds no samples');
  return { id, name, values, sampleRateHz: null };
}

/** Samples as a snippet has them: base64 of 16-bit signed, little endian. */
export function snippetRecording(id: string, name: string, data: string, sampleRateHz: number): Recording {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  return { id, name, values: int16Of(bytes), sampleRateHz };
}

/** What a device's converter would have given: whole numbers of 16 bits as they are, others as measured, `scale` a step. */
export function asSteps(values: Float64Array, scale: number): Int16Array {
  const isSteps = values.every(
    (value) => Number.isInteger(value) && value >= INT16.low && value <= INT16.high,
  );
  const step = isSteps ? 1 : scale;
  return Int16Array.from(values, (value) =>
    Math.max(INT16.low, Math.min(INT16.high, Math.round(value / step))),
  );
}

/** Whole windows one after the other; what is left over is left out. `RECORDING.TOO_SHORT` where not one is full. */
export function windowsOf<T extends Int16Array | Float64Array>(samples: T, size: number, most: number): T[] {
  const count = Math.min(most, Math.floor(samples.length / size));
  if (count === 0)
    throw new AppError(
      'RECORDING.TOO_SHORT',
      `${samples.length.toLocaleString('en-GB')} samples; the model looks at ${size.toLocaleString('en-GB')} at a time`,
    );
  return Array.from({ length: count }, (_, i) => samples.slice(i * size, (i + 1) * size) as T);
}
