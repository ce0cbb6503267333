import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '@fettle/kernel';
import { BoardTarget } from '../targets/board-target';
import { requireTool } from './tools';

const run = promisify(execFile);

/** C99 without a warning. */
export const STRICT_C: readonly string[] = [
  '-std=c99',
  '-Wall',
  '-Wextra',
  '-Wconversion',
  '-Wshadow',
  '-pedantic',
  '-Werror',
];

/** Functions and constants that nobody calls stay out of the program. */
const LEAN: readonly string[] = ['-ffunction-sections', '-fdata-sections', '-ffreestanding'];

export interface CompileOptions {
  readonly target: BoardTarget;
  /** Where texts are written and objects and program appear; it exists already. */
  readonly folder: string;
  /** Texts by file name: those named `.c` are compiled, all are found by `#include "…"`. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Further C files on disk. */
  readonly sources?: readonly string[];
  readonly include?: readonly string[];
  readonly optimise?: '-Os' | '-O2' | '-O3' | '-O0';
  /** More flags for every source, after all others. */
  readonly flags?: readonly string[];
  /** Text of the linker script; without it nothing is linked. */
  readonly linkerScript?: string;
}

export interface CompiledProgram {
  /** One object for each source, in the order of texts, then sources. */
  readonly objects: readonly string[];
  /** The linked program; absent where no linker script was given. */
  readonly elf?: string;
  /** Of the program, or of all objects together. */
  readonly sizes: ProgramSizes;
}

/** Bytes by where they end up: text and data take flash, data and bss take RAM. */
export interface ProgramSizes {
  readonly text: number;
  readonly data: number;
  readonly bss: number;
}

/**
 * Compiles C for a target, freestanding, and links it by the script given, without start files of the C library but with
 * the library itself. `BOARD.TOOL_MISSING` names packages; `BOARD.BUILD_FAILED` carries what the compiler said.
 */
export async function compileForTarget(options: CompileOptions): Promise<CompiledProgram> {
  const { target, folder, texts = {}, sources = [], include = [], flags = [], linkerScript } = options;
  requireTool(target.compiler);
  for (const [name, text] of Object.entries(texts)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const own = Object.keys(texts).filter((name) => name.endsWith('.c'));
  const all = [...own.map((name) => join(folder, name)), ...sources];
  const common = [...target.flags, ...STRICT_C, ...LEAN, options.optimise ?? '-Os'];
  const paths = [folder, ...include].flatMap((path) => ['-I', path]);
  const objects: string[] = [];
  for (const [i, source] of all.entries()) {
    const object = join(folder, `object-${i}.o`);
    await build(target, [...common, ...paths, ...flags, '-c', source, '-o', object]);
    objects.push(object);
  }
  if (linkerScript === undefined) return { objects, sizes: await sizesOf(target, objects) };
  const elf = await link(target, folder, objects, linkerScript);
  return { objects, elf, sizes: await sizesOf(target, [elf]) };
}

async function link(
  target: BoardTarget,
  folder: string,
  objects: readonly string[],
  script: string,
): Promise<string> {
  const [elf, scriptFile] = [join(folder, 'program.elf'), join(folder, 'program.ld')];
  await writeFile(scriptFile, script);
  const linking = ['-nostartfiles', '--specs=nano.specs', '-Wl,--gc-sections', `-Wl,-T,${scriptFile}`];
  await build(target, [...target.flags, ...linking, ...objects, '-o', elf]);
  return elf;
}

async function build({ compiler }: BoardTarget, parameters: readonly string[]): Promise<void> {
  try {
    await run(compiler.command, parameters, { maxBuffer: 2 ** 26 });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new AppError('BOARD.BUILD_FAILED', `${compiler.command} refused: ${stderr ?? String(error)}`, {
      cause: error,
    });
  }
}

/** What `size` says about these files, summed. */
async function sizesOf({ compiler }: BoardTarget, files: readonly string[]): Promise<ProgramSizes> {
  requireTool({ command: compiler.size, packages: compiler.packages });
  const { stdout } = await run(compiler.size, [...files]);
  const sizes = { text: 0, data: 0, bss: 0 };
  for (const line of stdout.trim().split('\n').slice(1)) {
    const [text, data, bss] = line.trim().split(/\s+/).map(Number);
    sizes.text += text!;
    sizes.data += data!;
    sizes.bss += bss!;
  }
  return sizes;
}
