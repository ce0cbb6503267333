import { Tensor } from '../graph/model.types';
import { elementCount } from '../graph/shapes';
import { ArenaPlan } from '../memory/arena';

/** What the texts of a model are made of. */
export interface ModelParts {
  readonly name: string;
  readonly arena: ArenaPlan;
  readonly layers: readonly LayerPart[];
  readonly inputs: readonly ModelEnd[];
  readonly outputs: readonly ModelEnd[];
}

/** One layer: its title for comments, constants, statements, and where its first output lies. */
export interface LayerPart {
  readonly index: number;
  readonly title: string;
  readonly declarations: readonly string[];
  readonly statements: string;
  readonly output: string;
  readonly bytes: number;
}

/** An input or output of the model, with its place in the arena. */
export interface ModelEnd {
  readonly tensor: Tensor;
  readonly offset: number;
}

/** `input` and `output`, numbered where a model has several. */
function endNames(role: string, ends: readonly ModelEnd[]): readonly string[] {
  return ends.map((_, i) => (ends.length === 1 ? role : `${role}_${i}`));
}

/** The declarations a firmware sees: sizes, quantisation, and three kinds of functions. */
export function headerText({ name, arena, inputs, outputs }: ModelParts): string {
  const upper = name.toUpperCase();
  const names = [...endNames('input', inputs), ...endNames('output', outputs)];
  const ends = [...inputs, ...outputs];
  const macros = ends.map(({ tensor }, i) => endMacros(`${upper}_${names[i]!.toUpperCase()}`, tensor));
  const accessors = names.map((end) =>
    end.startsWith('input') ? `int8_t *${name}_${end}(void);` : `const int8_t *${name}_${end}(void);`,
  );
  return `/* ${name}: an int8 model compiled by Fettle. */
#ifndef ${upper}_H
#define ${upper}_H

#include <stdint.h>

/* Bytes of memory for everything that a run computes. */
#define ${upper}_ARENA_BYTES ${arena.bytes}

${macros.join('\n')}
/* Write the input before every run: a run uses its memory. The output stays until the next input is written. */
${accessors.join('\n')}
void ${name}_run(void);

#endif
`;
}

function endMacros(prefix: string, { shape, quantization }: Tensor): string {
  const lines = [`/* [${shape.join(', ')}] */`, `#define ${prefix}_BYTES ${elementCount(shape)}`];
  if (quantization?.scales.length === 1) {
    lines.push(`/* real = scale * (stored - zero point) */`);
    lines.push(`#define ${prefix}_SCALE ${quantization.scales[0]!.toExponential(8)}f`);
    lines.push(`#define ${prefix}_ZERO_POINT (${quantization.zeroPoints[0]})`);
  }
  return `${lines.join('\n')}\n`;
}

/** Constants and one function for each layer, then the run. */
export function sourceText({ name, arena, layers, inputs, outputs }: ModelParts): string {
  const place = (offset: number): string => (offset === 0 ? 'ARENA' : `ARENA + ${offset}`);
  const accessor = (type: string, end: string, offset: number): string =>
    `${type}${name}_${end}(void)\n{\n  return ${place(offset)};\n}\n`;
  const inputNames = endNames('input', inputs);
  const outputNames = endNames('output', outputs);
  return [
    `/* ${name}: an int8 model compiled by Fettle. */\n#include "${name}.h"\n\n#include "fettle_tinyml.h"\n`,
    `/* In words, so that every value is aligned. */\nstatic int32_t arena[${arena.bytes / 4}];\n#define ARENA ((int8_t *)arena)\n`,
    ...layers.map(layerFunction),
    ...inputs.map(({ offset }, i) => accessor('int8_t *', inputNames[i]!, offset)),
    ...outputs.map(({ offset }, i) => accessor('const int8_t *', outputNames[i]!, offset)),
    `void ${name}_run(void)\n{\n${layers.map(layerCall).join('')}}\n`,
  ].join('\n');
}

function layerFunction({ index, title, declarations, statements }: LayerPart): string {
  if (statements === '') return `/* ${title}: the memory is shared, nothing to do. */\n`;
  const constants = declarations.map((text) => `${text}\n`).join('');
  return `/* ${title}. */\n${constants}static void layer_${index}(void)\n{\n  ${statements}\n}\n`;
}

function layerCall({ index, statements, output, bytes }: LayerPart): string {
  const call = statements === '' ? '' : `  layer_${index}();\n`;
  return `${call}  FETTLE_TINYML_OBSERVE(${index}, ${output}, ${bytes});\n`;
}
