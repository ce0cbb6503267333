import type { DeviceModel, ModelAccuracy, ParetoPoint } from '@fettle/contracts';
import type { DeviceProgramSpec } from '@fettle/device-models';
import type { Model } from '@fettle/tinyml';

/** What a recipe may use beside its own code. None of it changes a bit of the result. */
export interface RecipeContext {
  /** Folder of the public data sets. */
  readonly dataDir: string;
  /** Threads at most. */
  readonly workers: number;
  /** A line for the person who waits. */
  readonly onProgress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What a recipe came to. */
export interface RecipeResult {
  readonly model: Model;
  readonly program: DeviceProgramSpec;
  /** Measured with the int8 model on data that it was not trained on; the bad figures too. */
  readonly accuracy: readonly ModelAccuracy[];
  readonly pareto: readonly ParetoPoint[];
}

type Described = Pick<DeviceModel, 'id' | 'name' | 'version' | 'domain' | 'task' | 'description' | 'signals'>;

/** How one device model is made, from data to int8: a folder, and a row in the registry. Reruns give the same bits. */
export interface ModelRecipe extends Described {
  readonly title: string;
  readonly assetTypes: readonly string[];
  /** The data, its licence, whom to cite. */
  readonly source: string;
  /** Folder of the data set that it needs; undefined where it simulates its own. */
  readonly dataset?: string;
  /** Whether what it makes may be given on with the product; not where the data's licence forbids it. */
  readonly shipped: boolean;
  run(context: RecipeContext): Promise<RecipeResult>;
}
