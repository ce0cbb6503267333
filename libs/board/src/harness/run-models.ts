import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@fettle/kernel';
import { compileC, CompiledModel, Model } from '@fettle/tinyml';
import { runInEmulator } from '../emulator/run-in-emulator';
import { BoardTarget, EmulatedMachine } from '../targets/board-target';
import { compileForTarget, CompileOptions, ProgramSizes } from '../toolchain/compile-for-target';
import { linkerScript } from '../toolchain/linker-script';
import { BOARD_HEADER, boardSource } from './board-support';
import { END_OF_REQUESTS, endBytes, modelProgram, OBSERVE_HEADER, ProgramModel } from './model-program';

/** An instruction takes 2^6 ns of the board's time. */
const ICOUNT_SHIFT = 6;

/** A model and what it is to be run on: for each run the bytes of its inputs, one after the other. */
export interface BoardModel {
  readonly name: string;
  readonly model: Model;
  readonly inputs: readonly Uint8Array[];
  /** How the model is compiled, if not by `compileC(model, name)`. */
  readonly compiled?: CompiledModel;
}

export interface BoardModelOptions {
  readonly target: BoardTarget;
  readonly models: readonly BoardModel[];
  /** Whether every layer is timed and hashed; costs time and memory that figures of the whole do not include otherwise. */
  readonly observed?: boolean;
  readonly optimise?: CompileOptions['optimise'];
  readonly flags?: readonly string[];
  readonly timeoutMs?: number;
}

/** What one layer did in one run. Instructions are counted by QEMU; they are not cycles. */
export interface LayerRun {
  readonly instructions: number;
  /** FNV-1a of its values. */
  readonly hash: number;
}

export interface ModelRun {
  /** The outputs' bytes, one after the other. */
  readonly outputs: Buffer;
  readonly instructions: number;
  /** The most that the stack has held up to the end of this run, start-up included. */
  readonly stackBytes: number;
  /** In the model's order; empty unless observed. */
  readonly layers: readonly LayerRun[];
}

export interface BoardModelRuns {
  /** Of the whole program: every model, the harness, the C library. */
  readonly sizes: ProgramSizes;
  readonly models: readonly {
    readonly name: string;
    readonly arenaBytes: number;
    readonly runs: readonly ModelRun[];
  }[];
}

/**
 * Compiles models to C, builds them into one program for the target, and runs them on its emulated machine, in the order
 * given, each time from the state at the beginning. At most 255 models. The same models and inputs give the same figures in every run.
 */
export async function runModelsOnBoard(options: BoardModelOptions): Promise<BoardModelRuns> {
  const { target, models, observed = false, timeoutMs = 120_000 } = options;
  const { machine } = target;
  if (machine === undefined)
    throw new AppError('BOARD.NOT_EMULATED', `${target.name} has no emulated machine`);
  const programs = models.map(({ name, model, compiled }) => ({
    name,
    model,
    compiled: compiled ?? compileC(model, name),
  }));
  return inFolder(async (folder) => {
    const { elf, sizes } = await buildModelProgram(options, programs, folder);
    const written = await runInEmulator({
      target,
      elf: elf!,
      icountShift: ICOUNT_SHIFT,
      input: requestsOf(models),
      timeoutMs,
    });
    const reader = new AnswerReader(written, machine, observed);
    const read = models.map(({ name, model, inputs }, i) => ({
      name,
      arenaBytes: programs[i]!.compiled.arena.bytes,
      runs: inputs.map(() => reader.run(model)),
    }));
    return { sizes, models: read };
  });
}

async function buildModelProgram(
  { target, observed = false, optimise, flags = [] }: BoardModelOptions,
  programs: readonly ProgramModel[],
  folder: string,
): ReturnType<typeof compileForTarget> {
  const { machine } = target;
  const texts: Record<string, string> = {
    'board.h': BOARD_HEADER,
    'board.c': boardSource(machine!),
    'main.c': modelProgram(programs, observed),
    ...(observed ? { 'observe.h': OBSERVE_HEADER } : {}),
  };
  for (const { name, compiled } of programs) {
    texts[`${name}.c`] = compiled.source;
    texts[`${name}.h`] = compiled.header;
    texts['fettle_tinyml.h'] = compiled.runtime;
  }
  const observing = observed ? ['-include', 'observe.h'] : [];
  return compileForTarget({
    target,
    folder,
    texts,
    flags: [...observing, ...flags],
    linkerScript: linkerScript(machine!),
    ...(optimise === undefined ? {} : { optimise }),
  });
}

function requestsOf(models: readonly BoardModel[]): Buffer {
  const requests = models.flatMap(({ inputs }, i) => inputs.flatMap((bytes) => [Buffer.of(i), bytes]));
  return Buffer.concat([...requests, Buffer.of(END_OF_REQUESTS)]);
}

/** Takes the program's answers apart. */
class AnswerReader {
  private at = 0;

  constructor(
    private readonly written: Buffer,
    private readonly machine: EmulatedMachine,
    private readonly observed: boolean,
  ) {}

  run(model: Model): ModelRun {
    const bytes = endBytes(model, 'outputs').reduce((sum, count) => sum + count, 0);
    const outputs = this.take(bytes);
    const instructions = this.instructions();
    const stackBytes = this.word();
    const layers = this.observed
      ? model.subgraphs[0]!.operators.map(() => ({ instructions: this.instructions(), hash: this.word() }))
      : [];
    return { outputs, instructions, stackBytes, layers };
  }

  private take(bytes: number): Buffer {
    if (this.at + bytes > this.written.length) {
      throw new AppError('BOARD.SHORT_ANSWER', `the board wrote ${this.written.length} bytes, too few`);
    }
    return this.written.subarray(this.at, (this.at += bytes));
  }

  private word(): number {
    return this.take(4).readUInt32LE();
  }

  private instructions(): number {
    return Math.round((this.word() * 1e9) / this.machine.timer.hertz / 2 ** ICOUNT_SHIFT);
  }
}

/** A folder that is gone when `use` has ended. */
async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fettle-board-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
