import { badSpec } from '../errors';

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
  /** Taken when the parameter is not given; without it, it has to be. */
  readonly otherwise?: number;
}

/** Parameters of one feature of a spec, read one by one; what nobody reads or what is out of bounds is `FEATURES.BAD_SPEC`. */
export class Params {
  private readonly read = new Set<string>();

  constructor(
    readonly place: string,
    private readonly given: Readonly<Record<string, unknown>>,
  ) {}

  number(name: string, range: Range): number {
    const value = this.take(name) ?? range.otherwise;
    return this.checked(name, value, range);
  }

  flag(name: string): boolean {
    const value = this.take(name) ?? false;
    if (typeof value !== 'boolean') throw badSpec(`${this.place}.${name}`, 'true or false');
    return value;
  }

  /** Ascending numbers, each within the range. */
  ascending(name: string, count: { readonly min: number; readonly max: number }, range: Range): number[] {
    const value = this.take(name);
    if (!Array.isArray(value) || value.length < count.min || value.length > count.max) {
      throw badSpec(`${this.place}.${name}`, `${count.min} to ${count.max} ascending numbers`);
    }
    const numbers = value.map((one, i) => this.checked(`${name}[${i}]`, one, range));
    if (numbers.some((one, i) => i > 0 && one <= numbers[i - 1]!)) {
      throw badSpec(`${this.place}.${name}`, 'has to ascend');
    }
    return numbers;
  }

  /** Some of the names, each once, in the order given; all of them when the parameter is not given. */
  choices<Name extends string>(name: string, names: readonly Name[]): readonly Name[] {
    const value = this.take(name) ?? names;
    const known = (one: unknown): boolean => names.includes(one as Name);
    if (!Array.isArray(value) || value.length === 0 || !value.every(known)) {
      this.refuse(name, `some of ${names.join(', ')}`);
    }
    return [...new Set(value as Name[])];
  }

  /** The parameters inside a parameter; undefined when it is not given. */
  inner(name: string): Params | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw badSpec(`${this.place}.${name}`, 'an object');
    }
    return new Params(`${this.place}.${name}`, value as Record<string, unknown>);
  }

  names(): string[] {
    return Object.keys(this.given);
  }

  refuse(name: string, reason: string): never {
    throw badSpec(`${this.place}.${name}`, reason);
  }

  /** To be called when all has been read. */
  done(): void {
    const unknown = this.names().find((name) => !this.read.has(name));
    if (unknown !== undefined) this.refuse(unknown, 'no such parameter');
  }

  private take(name: string): unknown {
    this.read.add(name);
    return Object.hasOwn(this.given, name) ? this.given[name] : undefined;
  }

  private checked(name: string, value: unknown, { min, max, whole }: Range): number {
    if (typeof value !== 'number' || !(value >= min && value <= max) || (whole && !Number.isInteger(value))) {
      this.refuse(name, `${whole ? 'a whole number' : 'a number'} from ${min} to ${max}`);
    }
    return value;
  }
}
