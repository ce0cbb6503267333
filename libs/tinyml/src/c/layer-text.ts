import { notCompiled, Place } from '../errors';
import { ARENA_TYPES, CElement, floatC, PLAIN_TYPES } from '../operators/c-types';
import { CArrayType, CFields, CLayer, Operand } from '../operators/operator';

const LINE_WIDTH = 110;

/** The text of one layer as its row writes it. */
export interface LayerText extends CLayer {
  /** Everything declared so far. */
  readonly declarations: readonly string[];
}

/** Where the layer's values lie. */
export interface LayerPlaces {
  /** Begins the names of its constants. */
  readonly prefix: string;
  /** Name of the memory that computed values lie in, at these offsets by tensor. */
  readonly arena: string;
  readonly offsets: ReadonlyMap<number, number>;
  /** Offsets in the memory of variables, by number. */
  readonly variables: ReadonlyMap<number, number>;
  /** Offset of the memory that the row asked for beside the operands, if it did. */
  readonly scratch: number | undefined;
  readonly specialised: boolean;
}

/** Collects what the row of the operator at `place` declares. */
export function layerText(
  place: Place,
  { prefix, arena, offsets, variables, scratch, specialised }: LayerPlaces,
): LayerText {
  const declared = new Map<string, string>();
  const refuse = (reason: string): never => {
    throw notCompiled(place, reason);
  };
  const array: CLayer['array'] = (role, type, values) => {
    const name = `${prefix}_${role}`;
    declared.set(name, `static const ${type} ${name}[${values.length}] = {\n${listed(type, values)}\n};`);
    return name;
  };
  const constant = ({ index, type, values }: Operand): string => {
    if (type === 'int64') return refuse(`tensor ${index} is a constant of ${type}`);
    return array(`tensor_${index}`, PLAIN_TYPES[type] as CArrayType, values as Int8Array);
  };
  const bytes = (operand: Operand): string => {
    const offset = offsets.get(operand.index);
    if (offset !== undefined) return placeText(arena, offset);
    if (operand.type === 'int8') return constant(operand);
    const { buffer, byteOffset, byteLength } = operand.values;
    return array(`bytes_${operand.index}`, 'int8_t', new Int8Array(buffer, byteOffset, byteLength));
  };
  return {
    get declarations() {
      return [...declared.values()];
    },
    specialised,
    array,
    refuse,
    bytes,
    values: (operand: Operand) => {
      const offset = offsets.get(operand.index);
      return offset === undefined
        ? constant(operand)
        : typedPlace(ARENA_TYPES[operand.type as CElement], arena, offset);
    },
    scratch: () => placeText(arena, scratch ?? refuse('memory that was not asked for')),
    variable: (id) => placeText('STATE', variables.get(id) ?? refuse(`there is no variable ${id}`)),
    callOnce: (subgraph) =>
      `if (called_${subgraph} == 0) {\n  called_${subgraph} = 1;\n  subgraph_${subgraph}();\n}`,
    structure: (role, type, fields) => {
      const name = `${prefix}_${role}`;
      declared.set(name, `static const ${type} ${name} = ${braced(fields, '')};`);
      return `&${name}`;
    },
  };
}

/** C expression for the bytes at an offset of some memory. */
export function placeText(memory: string, offset: number): string {
  return offset === 0 ? memory : `${memory} + ${offset}`;
}

/** The same as a pointer to a type. */
export function typedPlace(type: string, memory: string, offset: number): string {
  if (type === 'int8_t') return placeText(memory, offset);
  return `(${type} *)(void *)${offset === 0 ? memory : `(${memory} + ${offset})`}`;
}

/** Numbers as C has them: the least int32 is no literal, and a float32 has to be finite. */
function literal(value: number, type?: CArrayType): string {
  if (type === 'float') return floatC(value);
  return value === -2147483648 ? 'INT32_MIN' : String(value);
}

function listed(type: CArrayType, values: ArrayLike<number>): string {
  const lines: string[] = [];
  let line = ' ';
  for (let i = 0; i < values.length; i++) {
    const next = ` ${literal(values[i]!, type)},`;
    if (line.length + next.length > LINE_WIDTH) {
      lines.push(line);
      line = ' ';
    }
    line += next;
  }
  return [...lines, line].join('\n');
}

function braced(fields: CFields, indent: string): string {
  const members = Object.entries(fields).map(([name, value]) => {
    const text =
      typeof value === 'number'
        ? literal(value)
        : typeof value === 'string'
          ? value
          : braced(value, `${indent}  `);
    return `${indent}  .${name} = ${text},\n`;
  });
  return `{\n${members.join('')}${indent}}`;
}
