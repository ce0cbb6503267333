import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileC, createInterpreter, Model } from '@fettle/tinyml';
import { inputSizeOf } from '../network/shapes';
import { quantize } from './quantize';
import { normalSamples, SAMPLE_NETWORKS, sampleNetwork } from './spec-builders/sample-networks';
import { quantizeValues } from './values';
import { stepOf } from './evaluate-int8';

const FLAGS = [
  '-std=c99',
  '-O0',
  '-Wall',
  '-Wextra',
  '-Wconversion',
  '-Werror',
  '-fsanitize=address,undefined',
];
const MAIN = `#include <stdio.h>
#include "model.h"
int main(void)
{
  while (fread(model_input(), 1, MODEL_INPUT_BYTES, stdin) == MODEL_INPUT_BYTES) {
    model_run();
    fwrite(model_output(), 1, MODEL_OUTPUT_BYTES, stdout);
  }
  return 0;
}
`;

/** Outputs of the compiled model, run after run in one life of its state. */
function runCompiled(model: Model, input: Int8Array): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-training-'));
  try {
    const { source, header, runtime } = compileC(model, 'model');
    const files = { 'model.c': source, 'model.h': header, 'fettle_tinyml.h': runtime, 'main.c': MAIN };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    execFileSync('gcc', [...FLAGS, 'model.c', 'main.c', '-o', 'program'], { cwd: folder, stdio: 'pipe' });
    return execFileSync(join(folder, 'program'), { input: new Uint8Array(input) });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runInterpreted(model: Model, input: Int8Array): Buffer {
  const interpreter = createInterpreter(model, 'tflm');
  const size = interpreter.inputs[0]!.shape.reduce((product, extent) => product * extent, 1);
  const outputs: Buffer[] = [];
  for (let at = 0; at < input.length; at += size) {
    const [output] = interpreter.run([input.slice(at, at + size)]) as [Int8Array];
    outputs.push(Buffer.from(output.slice()));
  }
  return Buffer.concat(outputs);
}

const recurrent = (name: string): boolean => SAMPLE_NETWORKS[name]!.layers.some(({ kind }) => kind === 'gru');
const cases = [
  ...Object.keys(SAMPLE_NETWORKS).map(
    (name) => ({ name, form: recurrent(name) ? 'streaming' : 'unrolled' }) as const,
  ),
  { name: 'gru', form: 'unrolled' } as const,
];
const hasCompiler = spawnSync('gcc', ['--version']).status === 0;
if (!hasCompiler) console.warn('SKIPPED: compiled networks need gcc');

(hasCompiler ? describe : describe.skip)('networks quantised here', () => {
  it.each(cases)('$name, $form: the compiled C has the interpreter’s bytes', ({ name, form }) => {
    const size = inputSizeOf(SAMPLE_NETWORKS[name]!);
    const { model } = quantize(sampleNetwork(name), normalSamples(30, size), { recurrent: form });
    const [main] = model.subgraphs;
    const step = stepOf(main!.tensors[main!.inputs[0]!]!);
    const input = quantizeValues(normalSamples(10, size, 12), step);
    expect(runCompiled(model, input).equals(runInterpreted(model, input))).toBe(true);
  });
});
