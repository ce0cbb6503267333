import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { AppError } from '@fettle/kernel';
import { BoardTarget } from '../targets/board-target';
import { EMULATOR, requireTool } from '../toolchain/tools';

/** What a serial port of the board is tied to: this process's end of a pipe, a TCP server (retried), or nothing. */
export type SerialPort =
  | { readonly kind: 'stdio' }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly reconnectSeconds?: number }
  | { readonly kind: 'none' };

export interface BoardRun {
  readonly target: BoardTarget;
  readonly elf: string;
  /** UART 0 first; at most one is `stdio`. None: UART 0 is `stdio`. */
  readonly serial?: readonly SerialPort[];
  /** One instruction takes 2^shift ns of the board's time, the same in every run; absent: as time passes. */
  readonly icountShift?: number;
  /** Whether the program may exit, and with it the emulator, by semihosting. */
  readonly semihosting?: boolean;
  /** More parameters for QEMU. */
  readonly parameters?: readonly string[];
}

/** How an emulated board ended. */
export interface BoardExit {
  /** Null where a signal ended it. */
  readonly code: number | null;
  /** What the emulator had to say. */
  readonly complaints: string;
}

/** An emulated board that runs. */
export interface RunningBoard {
  readonly pid: number;
  /** To and from the serial port that is `stdio`. */
  readonly input: ChildProcessWithoutNullStreams['stdin'];
  readonly output: ChildProcessWithoutNullStreams['stdout'];
  readonly ended: Promise<BoardExit>;
  /** Ends it as a power cut would; resolves when the process is gone. */
  stop(): Promise<BoardExit>;
}

const running = new Set<ChildProcessWithoutNullStreams>();

/** No emulator outlives the process that started it, however that exits. */
function endWithThisProcess(child: ChildProcessWithoutNullStreams): void {
  if (running.size === 0) process.on('exit', endAll);
  running.add(child);
  child.once('close', () => {
    running.delete(child);
    if (running.size === 0) process.off('exit', endAll);
  });
}

function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/**
 * Starts a program on the target's emulated machine. `BOARD.TOOL_MISSING` without QEMU, `BOARD.NOT_EMULATED` for a target
 * without a machine. The caller stops it, or waits for a program that exits by semihosting; it ends with this process
 * at the latest.
 */
export function startBoard(run: BoardRun): RunningBoard {
  const { machine, name } = run.target;
  if (machine === undefined) throw new AppError('BOARD.NOT_EMULATED', `${name} has no emulated machine`);
  requireTool(EMULATOR);
  const child = spawn(EMULATOR.command, ['-M', machine.qemu, ...parametersOf(run)], { stdio: 'pipe' });
  endWithThisProcess(child);
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  // A board that is gone reads no further: its end says so, not the pipe.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<BoardExit>((resolve, reject) => {
    child.on('error', (error) => reject(new AppError('BOARD.NOT_STARTED', error.message, { cause: error })));
    child.on('close', (code) => resolve({ code, complaints }));
  });
  const stop = (): Promise<BoardExit> => {
    child.kill('SIGKILL');
    return ended;
  };
  return { pid: child.pid!, input: child.stdin, output: child.stdout, ended, stop };
}

function parametersOf({ elf, serial, icountShift, semihosting, parameters = [] }: BoardRun): string[] {
  const ports = serial ?? [{ kind: 'stdio' } as const];
  return [
    ...['-display', 'none', '-monitor', 'none', '-kernel', elf],
    ...ports.flatMap((port, i) => serialParameters(port, i)),
    ...(icountShift === undefined ? [] : ['-icount', `shift=${icountShift}`]),
    ...(semihosting === true ? ['-semihosting-config', 'enable=on,target=native'] : []),
    ...parameters,
  ];
}

function serialParameters(port: SerialPort, i: number): readonly string[] {
  if (port.kind === 'none') return ['-serial', 'null'];
  if (port.kind === 'stdio')
    return ['-chardev', `stdio,id=serial${i},signal=off`, '-serial', `chardev:serial${i}`];
  const { host, port: number, reconnectSeconds = 1 } = port;
  const socket = `socket,id=serial${i},host=${host},port=${number},nodelay=on,reconnect=${reconnectSeconds}`;
  return ['-chardev', socket, '-serial', `chardev:serial${i}`];
}
