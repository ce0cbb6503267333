import { createHash } from 'node:crypto';
import { boardTarget, runModelsOnBoard, type BoardTarget } from '@fettle/board';
import { seededRandom } from '@fettle/kernel';
import { bytesPerElement, compileC, elementCount, type Model } from '@fettle/tinyml';
import { functionSizes } from './function-sizes';
import { emptyModel } from './synthetic/models';

const RUNS = 2;
const MODELS_A_PROGRAM = 50;
/** Programs that are built and run at a time. */
const AT_ONCE = 2;

/** A program of one model, as it is without anybody watching. */
export interface Built {
  readonly flash: number;
  readonly stackBytes: number;
  readonly instructions: number;
}

/** Everything that was measured on a target: by what a model's C is, so that what has not changed is not measured again. */
export interface Measurements {
  /** Instructions by layer; what observing costs is among them. */
  readonly observed: Record<string, readonly number[]>;
  readonly built: Record<string, Built>;
  readonly functionBytes: Record<string, Readonly<Record<string, number>>>;
}

/** Names a model by its C. */
export function keyOf(model: Model): string {
  const { source, runtime } = compileC(model, 'model');
  return createHash('sha256').update(source).update(runtime).digest('hex').slice(0, 24);
}

/** Real numbers between -4 and 4, or any bytes. */
function inputsOf({ subgraphs: [graph] }: Model): readonly Uint8Array[] {
  const random = seededRandom(7);
  const any = (bytes: number): Uint8Array => Uint8Array.from({ length: bytes }, () => random.below(256));
  const real = (count: number): Uint8Array =>
    new Uint8Array(Float32Array.from({ length: count }, () => 8 * random.next() - 4).buffer);
  return Array.from({ length: RUNS }, () =>
    Buffer.concat(
      graph!.inputs.map((index) => {
        const { shape, type } = graph!.tensors[index]!;
        const count = elementCount(shape);
        return type === 'float32' ? real(count) : any(count * bytesPerElement(type));
      }),
    ),
  );
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Measures models on a target, each once. */
export class Bench {
  private readonly target: BoardTarget;

  constructor(
    target: string,
    private readonly known: Measurements,
    /** Hears of progress: what is known by then is worth keeping. */
    private readonly told: (progress: string) => void,
  ) {
    this.target = boardTarget(target);
  }

  /** Instructions of each layer, from programs of many models. */
  async observe(models: readonly Model[]): Promise<void> {
    const missing = unknown(models, this.known.observed);
    const programs = Array.from({ length: Math.ceil(missing.length / MODELS_A_PROGRAM) }, (_, i) =>
      missing.slice(i * MODELS_A_PROGRAM, (i + 1) * MODELS_A_PROGRAM),
    );
    await inTurns(programs, (some) => this.observeTogether(some));
  }

  private async observeTogether(some: readonly NamedModel[]): Promise<void> {
    const { models } = await runModelsOnBoard({
      target: this.target,
      models: some.map(([, model], i) => ({ name: `m${i}`, model, inputs: inputsOf(model) })),
      observed: true,
      timeoutMs: 600_000,
    });
    some.forEach(([key, { subgraphs }], i) => {
      this.known.observed[key] = subgraphs[0]!.operators.map((_, layer) =>
        mean(models[i]!.runs.map(({ layers }) => layers[layer]!.instructions)),
      );
    });
    this.told(`${some.length} models observed\n`);
  }

  /** Each model by itself. */
  async build(models: readonly Model[]): Promise<void> {
    await inTurns(unknown(models, this.known.built), async ([key, model]) => {
      this.known.built[key] = await this.builtOf(model);
      this.told('.');
    });
  }

  private async builtOf(model: Model): Promise<Built> {
    const { sizes, models } = await runModelsOnBoard({
      target: this.target,
      models: [{ name: 'model', model, inputs: inputsOf(model) }],
    });
    const { runs } = models[0]!;
    return {
      flash: sizes.text + sizes.data,
      stackBytes: Math.max(...runs.map(({ stackBytes }) => stackBytes)),
      instructions: mean(runs.map(({ instructions }) => instructions)),
    };
  }

  /** A program without a model. */
  async harnessBytes(): Promise<number> {
    const empty = emptyModel();
    await this.build([empty]);
    return this.known.built[keyOf(empty)]!.flash;
  }

  /** Of functions that these models share. */
  async functionBytes(models: readonly Model[]): Promise<Readonly<Record<string, number>>> {
    const key = createHash('sha256').update(models.map(keyOf).join()).digest('hex').slice(0, 24);
    return (this.known.functionBytes[key] ??= await functionSizes(this.target, models));
  }
}

type NamedModel = readonly [key: string, model: Model];

/** All of these, a few at a time. */
async function inTurns<T>(all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  const next = all.values();
  const takeTurns = async (): Promise<void> => {
    for (const each of next) await work(each);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
}

/** Models that nothing is known of, each once, by what they are. */
function unknown(models: readonly Model[], known: Readonly<Record<string, unknown>>): readonly NamedModel[] {
  const missing = new Map(models.map((model) => [keyOf(model), model]));
  return [...missing].filter(([key]) => known[key] === undefined);
}
