import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@fettle/kernel';
import { runInEmulator } from '../emulator/run-in-emulator';
import { BOARD_HEADER, boardSource } from '../harness/board-support';
import { cortexM4 } from '../targets/cortex-m4/cortex-m4.target';
import type { EmulatedMachine } from '../targets/board-target';
import { compileForTarget } from '../toolchain/compile-for-target';
import { linkerScript } from '../toolchain/linker-script';
import { FIRMWARE_SOURCES } from './build-firmware';

const ICOUNT_SHIFT = 6;
const TIMEOUT_MS = 60_000;

/** Reads windows, answers each with the timer's ticks; the harness around is not counted. */
const MEASURE_C = `#include "board.h"
#include "update/model_image.h"

#define WINDOWS WINDOWS_TO_RUN

extern const struct model_image builtin_model;

static void put_word(uint32_t word)
{
  for (uint32_t i = 0; i < 4u; i++) board_put(word >> (8u * i));
}

int main(void)
{
  static int16_t window[SAMPLES];
  static struct model_result result;
  builtin_model.begin();
  for (uint32_t n = 0; n < WINDOWS; n++) {
    for (uint32_t i = 0; i < SAMPLES; i++) {
      const uint32_t low = board_get();
      const uint32_t high = board_get();
      window[i] = (int16_t)(uint16_t)(low | high << 8);
    }
    const uint32_t before = board_ticks();
    builtin_model.run(window, &result);
    put_word(before - board_ticks());
  }
  return 0;
}
`;

/**
 * Instructions that a built-in pipeline takes from a window of samples to its result on a Cortex-M4, features included, window
 * by window: the same in every run. Instructions are not cycles. `BOARD.TOOL_MISSING` names packages.
 */
export async function measurePipeline(
  pipeline: Readonly<Record<string, string>>,
  windows: readonly Int16Array[],
): Promise<number[]> {
  const machine = cortexM4.machine!;
  const folder = await mkdtemp(join(tmpdir(), 'fettle-measure-'));
  try {
    const samples = windows[0]?.length ?? 0;
    const { elf } = await compileForTarget({
      target: cortexM4,
      folder,
      texts: {
        ...pipeline,
        'board.h': BOARD_HEADER,
        'board.c': boardSource(machine),
        'measure.c': MEASURE_C,
      },
      include: [join(FIRMWARE_SOURCES, 'src')],
      flags: [`-DWINDOWS_TO_RUN=${windows.length}u`, `-DSAMPLES=${samples}u`],
      linkerScript: linkerScript(machine),
    });
    const input = Buffer.concat(
      windows.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
    );
    const run = { target: cortexM4, elf: elf!, icountShift: ICOUNT_SHIFT, input, timeoutMs: TIMEOUT_MS };
    return instructionsOf(await runInEmulator(run), windows.length, machine);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function instructionsOf(answer: Buffer, windows: number, { timer }: EmulatedMachine): number[] {
  if (answer.length !== 4 * windows)
    throw new AppError('BOARD.FAULT', `${answer.length} bytes for ${windows} windows`);
  const nanoseconds = 1e9 / timer.hertz;
  return Array.from({ length: windows }, (_, i) =>
    Math.round((answer.readUInt32LE(4 * i) * nanoseconds) / 2 ** ICOUNT_SHIFT),
  );
}
