import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BOARD_HEADER, boardSource, compileForTarget, linkerScript, type BoardTarget } from '@fettle/board';
import { compileC, REAL_NUMBERS, type Model } from '@fettle/tinyml';

/**
 * Bytes of the functions that compiled models share, where the compiler has kept them functions; by name, the median over
 * these models, from the symbol table of a program of all of them. Under `REAL_NUMBERS`, what the compiler brings with it.
 */
export async function functionSizes(
  target: BoardTarget,
  models: readonly Model[],
): Promise<Record<string, number>> {
  const texts: Record<string, string> = {};
  models.forEach((model, i) => {
    const { source, header, runtime } = compileC(model, `m${i}`);
    Object.assign(texts, { [`m${i}.c`]: source, [`m${i}.h`]: header, 'fettle_tinyml.h': runtime });
  });
  const includes = models.map((_, i) => `#include "m${i}.h"\n`).join('');
  const calls = models.map((_, i) => `  m${i}_run();\n`).join('');
  texts['main.c'] = `${includes}int main(void);\nint main(void)\n{\n${calls}  return 0;\n}\n`;
  const { symbols } = await program(target, texts);
  const [real, whole] = [await arithmetic(target, 'float'), await arithmetic(target, 'int32_t')];
  return { ...medians(symbols), [REAL_NUMBERS]: real - whole };
}

/** Flash of a program that makes products of a type. */
async function arithmetic(target: BoardTarget, type: string): Promise<number> {
  const main = `#include <stdint.h>
int main(void);
int main(void)
{
  volatile int32_t count = 3;
  volatile ${type} value = 5;
  value = value * (${type})count;
  return 0;
}
`;
  return (await program(target, { 'main.c': main })).flash;
}

async function program(
  target: BoardTarget,
  own: Readonly<Record<string, string>>,
): Promise<{ readonly symbols: string; readonly flash: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-functions-'));
  try {
    const texts = { 'board.h': BOARD_HEADER, 'board.c': boardSource(target.machine!), ...own };
    const { elf, sizes } = await compileForTarget({
      target,
      folder,
      texts,
      linkerScript: linkerScript(target.machine!),
    });
    const symbols = execFileSync(target.compiler.command.replace(/gcc$/, 'nm'), ['-S', elf!], {
      encoding: 'utf8',
    });
    return { symbols, flash: sizes.text + sizes.data };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function medians(symbols: string): Record<string, number> {
  const sizes = new Map<string, number[]>();
  for (const [, size, name] of symbols.matchAll(/^\w+ (\w+) [tT] (fettle_\w+|mem\w+)/gm)) {
    sizes.set(name!, [...(sizes.get(name!) ?? []), parseInt(size!, 16)]);
  }
  return Object.fromEntries(
    [...sizes]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, all]) => [name, all.sort((a, b) => a - b)[all.length >> 1]!]),
  );
}
