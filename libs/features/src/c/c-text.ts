import { CPart } from './c-part';

export type CElement = 'int8_t' | 'int16_t' | 'uint16_t' | 'int32_t';

/** What one extractor's C is made of as its stages and features are emitted: const tables and parts of the runtime. */
export interface CText {
  /** A const array of its own; gives its name. Equal values of one type share one array. */
  array(hint: string, type: CElement, values: ArrayLike<number>): string;
  /** The runtime header will have the part. */
  use(...parts: readonly CPart[]): void;
}

/** Collects; `declarations` and `parts` are complete when everything has been emitted. */
export class CollectedText implements CText {
  readonly declarations: string[] = [];
  readonly parts: CPart[] = [];
  private readonly names = new Map<string, string>();

  constructor(private readonly prefix: string) {}

  array(hint: string, type: CElement, values: ArrayLike<number>): string {
    const body = rows(Array.from(values));
    const known = this.names.get(type + body);
    if (known !== undefined) return known;
    const name = `${this.prefix}_${hint}${this.names.size}`;
    this.names.set(type + body, name);
    this.declarations.push(`static const ${type} ${name}[${values.length}] = {\n${body}\n};`);
    return name;
  }

  use(...parts: readonly CPart[]): void {
    this.parts.push(...parts);
  }
}

function rows(values: readonly number[]): string {
  const lines: string[] = [];
  for (let i = 0; i < values.length; i += 16) lines.push(`  ${values.slice(i, i + 16).join(', ')},`);
  return lines.join('\n');
}
