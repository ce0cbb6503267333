import { AppError } from '@fettle/kernel';
import { BoardRun, startBoard } from './start-board';

export interface EmulatorRun extends BoardRun {
  /** Given to the serial port that is `stdio`. */
  readonly input?: Uint8Array;
  /** Real time after which the board is stopped. */
  readonly timeoutMs: number;
}

/**
 * Runs a program until it exits by semihosting, and gives everything that the serial port wrote. `BOARD.TIMEOUT` when it
 * does not end in time, `BOARD.FAULT` when it ends otherwise than with status 0.
 */
export async function runInEmulator(run: EmulatorRun): Promise<Buffer> {
  const board = startBoard({ semihosting: true, ...run });
  const chunks: Buffer[] = [];
  board.output.on('data', (chunk: Buffer) => chunks.push(chunk));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void board.stop();
  }, run.timeoutMs);
  if (run.input !== undefined) board.input.write(run.input);
  const { code, complaints } = await board.ended.finally(() => clearTimeout(timer));
  const written = Buffer.concat(chunks);
  if (late) throw new AppError('BOARD.TIMEOUT', `the board was still running after ${run.timeoutMs} ms`);
  if (code === 0) return written;
  throw new AppError('BOARD.FAULT', `the board ended with status ${code}: ${complaints}`, {
    details: { written: written.length },
  });
}
