import { placeText } from './layer-text';
import { CalledPart, ModelParts } from './model-parts';

/** Whether anything outlives a run. */
export function hasState({ state, called }: Pick<ModelParts, 'state' | 'called'>): boolean {
  return state.beginnings.length > 0 || called.length > 0;
}

/** Memory that begins as zeros needs no reset before the first run. */
function beginsOtherThanZero({ state }: ModelParts): boolean {
  return state.beginnings.some(({ value }) => value !== 0);
}

/** The memory of variables, of called subgraphs, and what remembers that those ran. */
export function stateText(parts: ModelParts): readonly string[] {
  const { state, called } = parts;
  const memory = (name: string, bytes: number): string =>
    `static int32_t ${name.toLowerCase()}[${bytes / 4}];\n#define ${name} ((int8_t *)${name.toLowerCase()})\n`;
  return [
    ...(state.bytes === 0 ? [] : [`/* Variables: they outlive a run. */\n${memory('STATE', state.bytes)}`]),
    ...(beginsOtherThanZero(parts) ? ['static int8_t begun;\n'] : []),
    ...called.map(({ index, arenaBytes }) => {
      const arena = arenaBytes === 0 ? '' : memory(`ARENA_${index}`, arenaBytes);
      return `/* Subgraph ${index} runs once. */\n${arena}static int8_t called_${index};\n`;
    }),
  ];
}

/** The function of a subgraph that layers call. */
export function calledText({ index, layers }: CalledPart): string {
  const calls = layers.filter(({ statements }) => statements !== '').map(({ name }) => `  ${name}();\n`);
  return `static void subgraph_${index}(void)\n{\n${calls.join('')}}\n`;
}

/** The reset, where anything outlives a run. */
export function resetText(parts: ModelParts): readonly string[] {
  const { name, state, called } = parts;
  if (!hasState(parts)) return [];
  const lines = [
    ...state.beginnings.map(
      ({ memory, offset, bytes, value }) => `memset(${placeText(memory, offset)}, ${value}, ${bytes});`,
    ),
    ...called.map(({ index }) => `called_${index} = 0;`),
    ...(beginsOtherThanZero(parts) ? ['begun = 1;'] : []),
  ];
  return [`void ${name}_reset(void)\n{\n${lines.map((line) => `  ${line}\n`).join('')}}\n`];
}

/** What a run does first. */
export function beginText(parts: ModelParts): string {
  return beginsOtherThanZero(parts) ? `  if (begun == 0) {\n    ${parts.name}_reset();\n  }\n` : '';
}
