import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileC } from '../c/compile-c';
import { ElementArray } from '../graph/element-types';
import { Model, Subgraph } from '../graph/model.types';
import { createInterpreter } from '../interpreter/interpreter';

/** Warnings that must not appear. */
const STRICT = ['-std=c99', '-pedantic', '-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-Werror'];
const SANITIZED = ['-O2', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];

/** Whether a C compiler with sanitizers is there. */
export function hasCompiler(): boolean {
  return spawnSync('gcc', ['--version']).status === 0;
}

/** A folder that is gone when `use` returns. */
function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-tinyml-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const OBSERVE = `#include <stdint.h>
void observe(const int8_t *values, uint32_t bytes);
#define FETTLE_TINYML_OBSERVE(layer, values, bytes) observe(values, bytes)
`;

/** A program that reads inputs, runs, and writes layers and outputs until there is nothing left to read. */
function mainText({ inputs, outputs }: Subgraph): string {
  const names = (role: string, count: number): string[] =>
    Array.from({ length: count }, (_, i) => (count === 1 ? role : `${role}_${i}`));
  const bytes = (name: string): string => `MODEL_${name.toUpperCase()}_BYTES`;
  const read = names('input', inputs.length).map(
    (name) => `    if (fread(model_${name}(), 1, ${bytes(name)}, stdin) != ${bytes(name)}) return 0;`,
  );
  const write = names('output', outputs.length).map(
    (name) => `    fwrite(model_${name}(), 1, ${bytes(name)}, stdout);`,
  );
  return `#include <stdio.h>
#include "model.h"
void observe(const int8_t *values, uint32_t bytes)
{
  fwrite(values, 1, bytes, stdout);
}
int main(void)
{
  for (;;) {
${read.join('\n')}
    model_run();
${write.join('\n')}
  }
}
`;
}

/** All inputs of one run, in the model's order. */
export type RunInputs = readonly ElementArray[];

/** Writes these files, compiles those named `.c` without a warning, and gives what the program says to its input. */
export function runProgram(files: Readonly<Record<string, string>>, input: Uint8Array): Buffer {
  return inFolder((folder) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const sources = Object.keys(files).filter((name) => name.endsWith('.c'));
    const observer = 'observe.h' in files ? ['-include', 'observe.h'] : [];
    const parameters = [...STRICT, ...SANITIZED, ...observer, ...sources, '-o', 'program'];
    execFileSync('gcc', parameters, { cwd: folder, stdio: 'pipe' });
    return execFileSync(join(folder, 'program'), { input, maxBuffer: 2 ** 28 });
  });
}

/** What the compiled model computes under sanitizers: for each run every layer's values, then the output's. */
export function runCompiled(model: Model, runs: readonly RunInputs[]): Buffer {
  const { source, header, runtime } = compileC(model, 'model');
  const files = {
    'model.c': source,
    'model.h': header,
    'fettle_tinyml.h': runtime,
    'observe.h': OBSERVE,
    'main.c': mainText(model.subgraphs[0]!),
  };
  return runProgram(files, Buffer.concat(runs.flat().map(bytesOf)));
}

function bytesOf({ buffer, byteOffset, byteLength }: ElementArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The same from the interpreter. */
export function runInterpreted(model: Model, runs: readonly RunInputs[]): Buffer {
  const interpreter = createInterpreter(model, 'tflm');
  const bytes: Buffer[] = [];
  const copy = (values: ElementArray): void => {
    bytes.push(Buffer.from(bytesOf(values).slice()));
  };
  for (const inputs of runs) {
    interpreter
      .run(inputs, (_, [output]) => {
        if (output !== undefined && output.type !== 'resource') copy(output.values);
      })
      .forEach(copy);
  }
  return Buffer.concat(bytes);
}
