import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileC } from '../c/compile-c';
import { Model } from '../graph/model.types';
import { inFolder, STRICT } from './compiled-model';

const TARGET = ['-mcpu=cortex-m4', '-mthumb', '-Os'];

/** Whether a compiler for bare ARM is there. */
export function hasCrossCompiler(): boolean {
  return spawnSync('arm-none-eabi-gcc', ['--version']).status === 0;
}

/** Compiles the models for a Cortex-M4, where int32_t is a long; any warning is an error, and thrown. */
export function crossCompile(models: readonly Model[]): void {
  inFolder((folder) => {
    const sources = models.map((model, i) => {
      const { source, header, runtime } = compileC(model, `m${i}`);
      writeFileSync(join(folder, `m${i}.c`), source);
      writeFileSync(join(folder, `m${i}.h`), header);
      writeFileSync(join(folder, 'fettle_tinyml.h'), runtime);
      return `m${i}.c`;
    });
    execFileSync('arm-none-eabi-gcc', [...STRICT, ...TARGET, '-c', ...sources], {
      cwd: folder,
      stdio: 'pipe',
    });
  });
}
