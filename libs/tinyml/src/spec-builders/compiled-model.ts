import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileC } from '../c/compile-c';
import { ElementArray, integerRange } from '../graph/element-types';
import { Model, Tensor } from '../graph/model.types';
import { elementCount } from '../graph/shapes';
import { createInterpreter } from '../interpreter/interpreter';
import { loadTflite } from '../tflite/load-tflite';
import { storedValues } from './one-operator';
import { elementsFrom } from './tflite';

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

const OBSERVE = `#include <stdint.h>
void observe(const int8_t *values, uint32_t bytes);
#define FETTLE_TINYML_OBSERVE(layer, values, bytes) observe(values, bytes)
`;

/** All inputs of one run in the model's order, or a reset between runs. */
export type RunInputs = readonly ElementArray[] | 'reset';

/** A model with what is done to it. */
export interface CompiledCase {
  readonly model: Model;
  readonly runs: readonly RunInputs[];
}

/** Writes these files, compiles those named `.c` without a warning, and gives what the program says to its input. */
export function runProgram(files: Readonly<Record<string, string>>, input: Uint8Array): Buffer {
  return inFolder((folder) => {
    buildAndRun(folder, files, input);
    return readFileSync(join(folder, 'stdout'));
  });
}

/** In this folder, where the program's output becomes the file `stdout`. */
function buildAndRun(folder: string, files: Readonly<Record<string, string>>, input: Uint8Array): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const sources = Object.keys(files).filter((name) => name.endsWith('.c'));
  const observer = 'observe.h' in files ? ['-include', 'observe.h'] : [];
  const parameters = [...STRICT, ...SANITIZED, ...observer, ...sources, '-o', 'program'];
  execFileSync('gcc', parameters, { cwd: folder, stdio: 'pipe' });
  const output = execFileSync(join(folder, 'program'), { cwd: folder, input, maxBuffer: 2 ** 28 });
  writeFileSync(join(folder, 'stdout'), output);
}

/** What the compiled model computes under sanitizers: for each run every layer's values, then the output's. */
export function runCompiled(model: Model, runs: readonly RunInputs[]): Buffer {
  return runAllCompiled([{ model, runs }])[0]!;
}

/** The same of many models in one program, which costs far less than one program each. */
export function runAllCompiled(cases: readonly CompiledCase[]): readonly Buffer[] {
  const files: Record<string, string> = { 'observe.h': OBSERVE, 'main.c': mainText(cases) };
  cases.forEach(({ model }, i) => {
    const { source, header, runtime } = compileC(model, `m${i}`);
    Object.assign(files, { [`m${i}.c`]: source, [`m${i}.h`]: header, 'fettle_tinyml.h': runtime });
  });
  const given = cases.flatMap(({ runs }) => runs).filter((run) => run !== 'reset');
  return inFolder((folder) => {
    buildAndRun(folder, files, Buffer.concat(given.flat().map(bytesOf)));
    return cases.map((_, i) => readFileSync(join(folder, `m${i}.bin`)));
  });
}

/** A program that runs every model on what it reads, and writes the layers and outputs of each to a file. */
function mainText(cases: readonly CompiledCase[]): string {
  const includes = cases.map((_, i) => `#include "m${i}.h"`);
  const calls = cases.map((_, i) => `  model_${i}();`);
  return `#include <stdio.h>
${includes.join('\n')}
static FILE *out;
void observe(const int8_t *values, uint32_t bytes)
{
  fwrite(values, 1, bytes, out);
}
${cases.map(caseText).join('')}
int main(void)
{
${calls.join('\n')}
  return 0;
}
`;
}

function caseText({ model, runs }: CompiledCase, i: number): string {
  const { inputs, outputs } = model.subgraphs[0]!;
  const names = (role: string, count: number): string[] =>
    Array.from({ length: count }, (_, end) => (count === 1 ? role : `${role}_${end}`));
  const bytes = (name: string): string => `M${i}_${name.toUpperCase()}_BYTES`;
  const transfer = (call: string, stream: string) => (name: string) =>
    `    if (${call}(m${i}_${name}(), 1, ${bytes(name)}, ${stream}) != ${bytes(name)}) return;`;
  const read = names('input', inputs.length).map(transfer('fread', 'stdin'));
  const write = names('output', outputs.length).map(transfer('fwrite', 'out'));
  const script = runs.map((run) => (run === 'reset' ? 'x' : 'r')).join('');
  const reset = script.includes('x')
    ? `    if (*step == 'x') {\n      m${i}_reset();\n      continue;\n    }\n`
    : '';
  return `static void model_${i}(void)
{
  out = fopen("m${i}.bin", "wb");
  for (const char *step = "${script}"; *step != 0; step++) {
${reset}${read.join('\n')}
    m${i}_run();
${write.join('\n')}
  }
  fclose(out);
}
`;
}

/** The same from the interpreter. */
export function runInterpreted(model: Model, runs: readonly RunInputs[]): Buffer {
  const interpreter = createInterpreter(model, 'tflm');
  const bytes: Buffer[] = [];
  const copy = (values: ElementArray): void => {
    bytes.push(Buffer.from(bytesOf(values).slice()));
  };
  for (const inputs of runs) {
    if (inputs === 'reset') {
      interpreter.reset();
      continue;
    }
    interpreter
      .run(inputs, (_, [output]) => {
        if (output !== undefined && output.type !== 'resource') copy(output.values);
      })
      .forEach(copy);
  }
  return Buffer.concat(bytes);
}

function bytesOf({ buffer, byteOffset, byteLength }: ElementArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Inputs by chance over the whole range of their types, and the two ends of it. */
export function runsOver(model: Model): readonly RunInputs[] {
  const { tensors, inputs } = model.subgraphs[0]!;
  const given = inputs.map((input) => tensors[input]!);
  const chance = [1, 2, 3].map((seed) =>
    given.map((tensor, i) => elementsFrom(tensor.type, valuesFor(tensor, seed + 10 * i))),
  );
  const ends = [0, 1].map((end) =>
    given.map((tensor) => {
      const value = integerRange(tensor.type === 'float32' ? 'int8' : tensor.type)[end]!;
      return elementsFrom(tensor.type, new Array<number>(elementCount(tensor.shape)).fill(value));
    }),
  );
  return [...chance, ...ends];
}

/** Of real numbers: halves, both zeros, ends that no integer reaches, and no number at all. */
function valuesFor({ type, shape }: Tensor, seed: number): number[] {
  if (type !== 'float32') return storedValues({ type, shape }, seed);
  const odd = [
    0.5,
    -0.5,
    2.5,
    -0,
    1e30,
    -1e30,
    Infinity,
    -Infinity,
    NaN,
    2147483648,
    -2147483648,
    0.49999997,
  ];
  const spread = storedValues({ type: 'int16', shape }, seed);
  return spread.map((value, i) => odd[i] ?? value / 500);
}

/** Models by title whose compiled form and interpreter have the same bytes after every layer; the titles of the others. */
export function differing(
  models: readonly (readonly [title: string, bytes: Uint8Array])[],
): readonly string[] {
  const cases = models.map(([, bytes]) => {
    const model = loadTflite(bytes);
    return { model, runs: runsOver(model) };
  });
  const compiled = runAllCompiled(cases);
  return models
    .filter((_, i) => !compiled[i]!.equals(runInterpreted(cases[i]!.model, cases[i]!.runs)))
    .map(([title]) => title);
}
