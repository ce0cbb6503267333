import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileC } from '../c/compile-c';
import { ElementArray } from '../graph/element-types';
import { Model } from '../graph/model.types';
import { createInterpreter } from '../interpreter/interpreter';

/** Warnings that must not appear. */
export const STRICT = ['-std=c99', '-pedantic', '-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-Werror'];
const SANITIZED = ['-O2', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];

/** Whether a C compiler with sanitizers is there. */
export function hasCompiler(): boolean {
  return spawnSync('gcc', ['--version']).status === 0;
}

/** A folder that is gone when `use` returns. */
export function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-tinyml-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes the texts of `model` to the folder. */
export function writeModel(folder: string, model: Model): void {
  const { source, header, runtime } = compileC(model, 'model');
  writeFileSync(join(folder, 'model.c'), source);
  writeFileSync(join(folder, 'model.h'), header);
  writeFileSync(join(folder, 'fettle_tinyml.h'), runtime);
}

const OBSERVE = `#include <stdint.h>
void observe(const int8_t *values, uint32_t bytes);
#define FETTLE_TINYML_OBSERVE(layer, values, bytes) observe(values, bytes)
`;

const MAIN = `#include <stdio.h>
#include "model.h"
void observe(const int8_t *values, uint32_t bytes)
{
  fwrite(values, 1, bytes, stdout);
}
int main(void)
{
  while (fread(model_input(), 1, MODEL_INPUT_BYTES, stdin) == MODEL_INPUT_BYTES) {
    model_run();
    fwrite(model_output(), 1, MODEL_OUTPUT_BYTES, stdout);
  }
  return 0;
}
`;

/** What the compiled model computes under sanitizers: for each input every layer's values, then the output's. */
export function runCompiled(model: Model, inputs: readonly Int8Array[]): Buffer {
  return inFolder((folder) => {
    writeModel(folder, model);
    writeFileSync(join(folder, 'observe.h'), OBSERVE);
    writeFileSync(join(folder, 'main.c'), MAIN);
    const files = ['-include', 'observe.h', 'model.c', 'main.c', '-o', 'model'];
    execFileSync('gcc', [...STRICT, ...SANITIZED, ...files], { cwd: folder, stdio: 'pipe' });
    return execFileSync(join(folder, 'model'), {
      input: Buffer.concat(inputs.map((values) => new Uint8Array(values))),
      maxBuffer: 2 ** 28,
    });
  });
}

/** The same from the interpreter. */
export function runInterpreted(model: Model, inputs: readonly Int8Array[]): Buffer {
  const interpreter = createInterpreter(model, 'tflm');
  const bytes: Buffer[] = [];
  const copy = ({ buffer, byteOffset, byteLength }: ElementArray): void => {
    bytes.push(Buffer.from(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength).slice()));
  };
  for (const input of inputs) {
    interpreter.run([input], (_, outputs) => copy(outputs[0]!.values)).forEach(copy);
  }
  return Buffer.concat(bytes);
}
