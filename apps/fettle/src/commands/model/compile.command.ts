import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { boardTarget } from '@fettle/board';
import { compileC, optimize } from '@fettle/tinyml';
import type { ModelSubcommand } from './model-subcommand';
import { modelName, readModelFile } from './model-file';

interface CompileOptions {
  readonly json?: boolean;
  readonly target: string;
  readonly out: string;
  readonly name?: string;
}

/** `fettle model compile FILE --target T --out DIR`: one `.c`, one `.h`, one runtime header. */
export const compileCommand: ModelSubcommand = {
  register(group, run) {
    group
      .command('compile <model>')
      .description('a .tflite model as C99: one .c, one .h, and the runtime header that all models share')
      .option('--target <target>', 'cortex-m4, cortex-m3, cortex-m7, cortex-m33, host or riscv', 'cortex-m4')
      .option('--out <dir>', 'where the files go; made when missing', '.')
      .option('--name <name>', "prefix of the functions (default: the file's name)")
      .option('--json', 'print the result as one JSON object')
      .addHelpText(
        'after',
        '\nExample:\n  fettle model compile kws.tflite --target cortex-m4 --out build\n' +
          '  arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -Os -std=c99 -c build/kws.c -o kws.o',
      )
      .action((path: string, options: CompileOptions) =>
        run(options, async ({ progress, result }) => {
          const target = boardTarget(options.target);
          const { model, log } = optimize(await readModelFile(path));
          for (const { pass, what } of log) progress(`${pass}: ${what}`);
          const name = options.name ?? modelName(path);
          const compiled = compileC(model, name);
          const files = {
            [`${name}.c`]: compiled.source,
            [`${name}.h`]: compiled.header,
            'fettle_tinyml.h': compiled.runtime,
          };
          await mkdir(options.out, { recursive: true });
          const written = Object.entries(files).map(([file, text]) => ({
            path: join(options.out, file),
            text,
          }));
          for (const { path: to, text } of written) await writeFile(to, text);
          result(
            {
              name,
              target: target.name,
              arenaBytes: compiled.arena.bytes,
              files: written.map(({ path: to }) => to),
            },
            [
              ...written.map(({ path: to, text }) => `${to}  ${text.length} bytes`),
              `arena ${compiled.arena.bytes} B; fettle model report ${path} says the rest`,
            ].join('\n'),
          );
        }),
      );
  },
};
