import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '@fettle/kernel';
import type { SlotImages } from '@fettle/model-package';
import { host } from '../targets/host/host.target';
import { cortexM4 } from '../targets/cortex-m4/cortex-m4.target';
import type { BoardTarget } from '../targets/board-target';
import { requireTool } from '../toolchain/tools';
import { elfSymbol } from './elf-symbols';

/** The program's own sources, where the product has them. */
export const FIRMWARE_SOURCES = join(__dirname, '..', '..', '..', '..', 'apps', 'firmware');

/** Boards that the firmware is written for, by the name of their folder there, with the target that builds for them. */
const FIRMWARE_BOARDS = { 'mps2-an386': cortexM4, host } as const satisfies Record<string, BoardTarget>;
export type FirmwareBoardName = keyof typeof FIRMWARE_BOARDS;

/** Longest window that the firmware has room for unless told otherwise. */
const USUAL_SAMPLES = 1024;
const MAKE = { command: 'make', packages: ['make'] } as const;
const run = promisify(execFile);

export interface FirmwareBuild {
  readonly board: FirmwareBoardName;
  /** The built-in model's C files by name; they define `builtin_model` (apps/firmware/src/update/model_image.h). */
  readonly pipeline: Readonly<Record<string, string>>;
  /** Samples of the longest window of any model that shall run there; at least 1,024 are had. */
  readonly windowSamples?: number;
  /** Where texts, objects and program go; made where missing. */
  readonly folder: string;
}

export interface BuiltFirmware {
  readonly elf: string;
  /** With objects, and what the compiler says of stacks beside them. */
  readonly folder: string;
}

/** The board on which the firmware runs a target's code; `BOARD.NO_FIRMWARE` names those that there are. */
export function firmwareBoardOf(targetName: string): FirmwareBoardName {
  const names = Object.keys(FIRMWARE_BOARDS) as FirmwareBoardName[];
  const found = names.find((name) => FIRMWARE_BOARDS[name].name === targetName);
  if (found !== undefined) return found;
  const known = names.map((name) => FIRMWARE_BOARDS[name].name).join(' and ');
  throw new AppError('BOARD.NO_FIRMWARE', `the firmware runs on ${known}, not on ${targetName}`);
}

/**
 * The whole firmware with a model built in. `BOARD.TOOL_MISSING` names packages, `BOARD.BUILD_FAILED` carries the compiler's
 * words, warnings among them.
 */
export async function buildFirmware(build: FirmwareBuild): Promise<BuiltFirmware> {
  await make(build, []);
  return { elf: join(build.folder, 'firmware.elf'), folder: build.folder };
}

/** Where packaged models have their variables, and the words of `struct model_image` that only the linked image knows. */
const MODEL_MEMORY = 0x2000_8000;
const WORDS = { imageBytes: 8, ramBase: 12, ramBytes: 16 } as const;

/**
 * A model for packages, linked to each slot of the emulated board: its files define `slot_image`. Refuses as `buildFirmware`
 * does.
 */
export async function buildSlotImages(build: Omit<FirmwareBuild, 'board'>): Promise<SlotImages> {
  await make({ ...build, board: 'mps2-an386' }, ['images']);
  const [a, b] = await Promise.all(
    ['a', 'b'].map((slot) => completedImage(join(build.folder, `image-${slot}`))),
  );
  return [a!, b!];
}

async function completedImage(image: string): Promise<Uint8Array> {
  const bytes = await readFile(`${image}.bin`);
  bytes.writeUInt32LE(bytes.length, WORDS.imageBytes);
  bytes.writeUInt32LE(MODEL_MEMORY, WORDS.ramBase);
  bytes.writeUInt32LE(elfSymbol(`${image}.elf`, 'image_memory_end') - MODEL_MEMORY, WORDS.ramBytes);
  return bytes;
}

/** Leaves a file that says so already alone, so that the next build of nearly the same model compiles what differs. */
async function writeWhereOther(path: string, text: string): Promise<void> {
  const before = await readFile(path, 'utf8').catch(() => null);
  if (before !== text) await writeFile(path, text);
}

async function make(
  { board, pipeline, windowSamples = 0, folder: given }: FirmwareBuild,
  goals: readonly string[],
): Promise<void> {
  [MAKE, FIRMWARE_BOARDS[board].compiler].forEach(requireTool);
  if (!existsSync(join(FIRMWARE_SOURCES, 'Makefile')))
    throw new AppError('BOARD.NO_FIRMWARE_SOURCES', `${FIRMWARE_SOURCES} is not there`);
  // make runs in the sources' folder.
  const folder = resolve(given);
  const texts = join(folder, 'model');
  await mkdir(texts, { recursive: true });
  for (const [name, text] of Object.entries(pipeline)) await writeWhereOther(join(texts, name), text);
  const samples = Math.max(USUAL_SAMPLES, windowSamples);
  const variables = [
    `BOARD=${board}`,
    `PIPELINE=${texts}`,
    `BUILD=${folder}`,
    `FLAGS=-DSENSOR_MOST_SAMPLES=${samples}`,
  ];
  try {
    await run(MAKE.command, ['-s', '-j2', '-C', FIRMWARE_SOURCES, ...variables, ...goals], {
      maxBuffer: 2 ** 26,
    });
  } catch (cause) {
    const { stderr } = cause as { stderr?: string };
    throw new AppError('BOARD.BUILD_FAILED', `make refused: ${stderr ?? String(cause)}`, { cause });
  }
}
