import { notCompiled, Place } from '../errors';
import { CFields, CLayer, Operand } from '../operators/operator';

const LINE_WIDTH = 110;

/** The text of one layer as its row writes it. */
export interface LayerText extends CLayer {
  /** Everything declared so far. */
  readonly declarations: readonly string[];
}

/** Collects what the row of the operator at `place` declares; computed values lie in the arena at `offsets`. */
export function layerText(place: Place, offsets: ReadonlyMap<number, number>): LayerText {
  const declarations: string[] = [];
  const prefix = `l${place.operatorIndex}`;
  const array: CLayer['array'] = (role, type, values) => {
    const name = `${prefix}_${role}`;
    declarations.push(`static const ${type} ${name}[${values.length}] = {\n${listed(values)}\n};`);
    return name;
  };
  const refuse = (reason: string): never => {
    throw notCompiled(place, reason);
  };
  return {
    declarations,
    array,
    refuse,
    values: (operand: Operand) => {
      const offset = offsets.get(operand.index);
      if (offset !== undefined) return offset === 0 ? 'ARENA' : `ARENA + ${offset}`;
      if (operand.type !== 'int8') refuse(`tensor ${operand.index} is a constant of ${operand.type}`);
      return array(`tensor_${operand.index}`, 'int8_t', operand.values as Int8Array);
    },
    structure: (role, type, fields) => {
      const name = `${prefix}_${role}`;
      declarations.push(`static const ${type} ${name} = ${braced(fields, '')};`);
      return `&${name}`;
    },
  };
}

/** Numbers as C has them: the least int32 is no literal. */
function literal(value: number): string {
  return value === -2147483648 ? 'INT32_MIN' : String(value);
}

function listed(values: ArrayLike<number>): string {
  const lines: string[] = [];
  let line = ' ';
  for (let i = 0; i < values.length; i++) {
    const next = ` ${literal(values[i]!)},`;
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
