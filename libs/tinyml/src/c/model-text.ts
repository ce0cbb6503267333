import { Tensor } from '../graph/model.types';
import { elementCount } from '../graph/shapes';
import { bytesPerElement } from '../graph/element-types';
import { CElement, PLAIN_TYPES } from '../operators/c-types';
import { typedPlace } from './layer-text';
import { LayerPart, ModelEnd, ModelParts } from './model-parts';
import { beginText, calledText, hasState, resetText, stateText } from './state-text';

/** `input` and `output`, numbered where a model has several. */
function endNames(role: string, ends: readonly ModelEnd[]): readonly string[] {
  return ends.map((_, i) => (ends.length === 1 ? role : `${role}_${i}`));
}

/** The declarations a firmware sees: sizes, quantisation, and three kinds of functions. */
export function headerText(parts: ModelParts): string {
  const { name, arena, state, inputs, outputs } = parts;
  const upper = name.toUpperCase();
  const names = [...endNames('input', inputs), ...endNames('output', outputs)];
  const ends = [...inputs, ...outputs];
  const macros = ends.map(({ tensor }, i) => endMacros(`${upper}_${names[i]!.toUpperCase()}`, tensor));
  const accessors = ends.map(({ tensor }, i) => {
    const pointer = `${PLAIN_TYPES[tensor.type as CElement]} *`;
    return `${i < inputs.length ? '' : 'const '}${pointer}${name}_${names[i]}(void);`;
  });
  const memory = state.bytes === 0 ? '' : `#define ${upper}_STATE_BYTES ${state.bytes}\n`;
  const reset = hasState(parts)
    ? `/* Forgets what runs have left behind: the next one is like the first. */\nvoid ${name}_reset(void);\n`
    : '';
  return `/* ${name}: an int8 model compiled by Fettle. */
#ifndef ${upper}_H
#define ${upper}_H

#include <stdint.h>

/* Bytes of memory for everything that a run computes. */
#define ${upper}_ARENA_BYTES ${arena.bytes}
${memory}
${macros.join('\n')}
#ifdef __cplusplus
extern "C" {
#endif

/* Write the input before every run: a run uses its memory. The output stays until the next input is written. */
${accessors.join('\n')}
void ${name}_run(void);
${reset}
#ifdef __cplusplus
}
#endif

#endif
`;
}

function endMacros(prefix: string, { shape, type, quantization }: Tensor): string {
  const lines = [
    `/* [${shape.join(', ')}] */`,
    `#define ${prefix}_BYTES ${elementCount(shape) * bytesPerElement(type)}`,
  ];
  if (quantization?.scales.length === 1) {
    lines.push(`/* real = scale * (stored - zero point) */`);
    lines.push(`#define ${prefix}_SCALE ${quantization.scales[0]!.toExponential(8)}f`);
    lines.push(`#define ${prefix}_ZERO_POINT (${quantization.zeroPoints[0]})`);
  }
  return `${lines.join('\n')}\n`;
}

/** Constants and one function for each layer, then the run. */
export function sourceText(parts: ModelParts): string {
  const { name, arena, layers, called, inputs, outputs } = parts;
  const ends = [...inputs, ...outputs];
  const names = [...endNames('input', inputs), ...endNames('output', outputs)];
  const accessors = ends.map(({ tensor, offset }, i) => {
    const type = PLAIN_TYPES[tensor.type as CElement];
    const constant = i < inputs.length ? '' : 'const ';
    return `${constant}${type} *${name}_${names[i]}(void)\n{\n  return ${typedPlace(type, 'ARENA', offset)};\n}\n`;
  });
  return [
    `/* ${name}: an int8 model compiled by Fettle. */\n#include "${name}.h"\n\n#include "fettle_tinyml.h"\n`,
    `/* In words, so that every value is aligned. */\nstatic int32_t arena[${arena.bytes / 4}];\n#define ARENA ((int8_t *)arena)\n`,
    ...stateText(parts),
    ...called.flatMap((part) => [...part.layers.map(layerFunction), calledText(part)]),
    ...layers.map(layerFunction),
    ...accessors,
    ...resetText(parts),
    `void ${name}_run(void)\n{\n${beginText(parts)}${layers.map(layerCall).join('')}}\n`,
  ].join('\n');
}

function layerFunction({ name, title, declarations, statements }: LayerPart): string {
  if (statements === '') return `/* ${title}: nothing to do, the memory is shared. */\n`;
  const constants = declarations.map((text) => `${text}\n`).join('');
  const body = statements.replaceAll('\n', '\n  ');
  return `/* ${title}. */\n${constants}static void ${name}(void)\n{\n  ${body}\n}\n`;
}

function layerCall({ index, name, statements, output, bytes }: LayerPart): string {
  const call = statements === '' ? '' : `  ${name}();\n`;
  return `${call}  FETTLE_TINYML_OBSERVE(${index}, ${output}, ${bytes});\n`;
}
