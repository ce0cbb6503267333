import { CompiledModel, elementCount, Model, bytesPerElement } from '@fettle/tinyml';

/** A model as it goes into a program: its name is the prefix of its C functions. */
export interface ProgramModel {
  readonly name: string;
  readonly model: Model;
  readonly compiled: CompiledModel;
}

/** Sent instead of a model's number: the program ends. */
export const END_OF_REQUESTS = 255;

/** Gives each layer's bytes to the program, which keeps its time and its hash. */
export const OBSERVE_HEADER = `#include <stdint.h>
void board_observe(const void *values, uint32_t bytes);
#define FETTLE_TINYML_OBSERVE(layer, values, bytes) board_observe(values, bytes)
`;

/** Bytes of the model's inputs or outputs, one after the other. */
export function endBytes(model: Model, role: 'inputs' | 'outputs'): readonly number[] {
  const { tensors, [role]: ends } = model.subgraphs[0]!;
  return ends.map((index) => {
    const { shape, type } = tensors[index]!;
    return elementCount(shape) * bytesPerElement(type);
  });
}

/**
 * `main.c`: takes a model's number and its inputs from the UART, runs it, and answers with its outputs, the ticks that the
 * run took and the stack's watermark; where observed, also with ticks and FNV-1a hash of every layer. Until the end.
 */
export function modelProgram(models: readonly ProgramModel[], observed: boolean): string {
  const includes = models.map(({ name }) => `#include "${name}.h"\n`).join('');
  const layers = Math.max(...models.map(({ model }) => model.subgraphs[0]!.operators.length));
  const cases = models.map((each, i) => `    if (request == ${i}u) {\n${statements(each, observed)}    }\n`);
  return `#include "board.h"
${includes}
static void take(void *to, uint32_t bytes)
{
  for (uint8_t *byte = to; bytes > 0u; bytes--) {
    *byte++ = board_get();
  }
}

static void give(const void *from, uint32_t bytes)
{
  for (const uint8_t *byte = from; bytes > 0u; bytes--) {
    board_put(*byte++);
  }
}

static void give_word(uint32_t word)
{
  give(&word, 4u);
}
${observed ? observer(layers) : ''}
int main(void)
{
  for (;;) {
    const uint32_t request = board_get();
    if (request == ${END_OF_REQUESTS}u) {
      return 0;
    }
${cases.join('')}  }
}
`;
}

function statements({ name, model, compiled }: ProgramModel, observed: boolean): string {
  const each = (role: 'input' | 'output', call: string): string[] => {
    const bytes = endBytes(model, `${role}s`);
    return bytes.map(
      (count, i) => `${call}(${name}_${role}${bytes.length === 1 ? '' : `_${i}`}(), ${count}u);`,
    );
  };
  const keepsState = compiled.header.includes(`void ${name}_reset(void);`);
  return [
    ...(keepsState ? [`${name}_reset();`] : []),
    ...each('input', 'take'),
    ...(observed ? ['layer = 0u;', 'mark = board_ticks();'] : []),
    'const uint32_t start = board_ticks();',
    `${name}_run();`,
    'const uint32_t ticks = start - board_ticks();',
    ...each('output', 'give'),
    'give_word(ticks);',
    'give_word(board_stack_used());',
    ...(observed ? ['give(layers, layer * 4u);'] : []),
  ]
    .map((line) => `      ${line}\n`)
    .join('');
}

function observer(layers: number): string {
  return `
static uint32_t layers[${2 * layers}];
static uint32_t layer;
static uint32_t mark;
void board_observe(const void *values, uint32_t bytes);

void board_observe(const void *values, uint32_t bytes)
{
  const uint32_t ticks = mark - board_ticks();
  uint32_t hash = 0x811c9dc5u;
  for (const uint8_t *byte = values; bytes > 0u; bytes--) {
    hash = (hash ^ *byte++) * 16777619u;
  }
  layers[layer++] = ticks;
  layers[layer++] = hash;
  mark = board_ticks();
}
`;
}
