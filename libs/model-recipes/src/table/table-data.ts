import {
  type Dataset,
  fitStandardiser,
  samplesAt,
  splitByGroup,
  standardise,
  type Standardiser,
  type TaskKindName,
} from '@fettle/training';
import { badTable, type CsvTable } from './csv-table';

/** How a table becomes samples; kept with the network, so that compression sees the same ones. */
export interface TableSettings {
  readonly task: TaskKindName;
  /** Columns that go in; unless given all but label and group that hold numbers in most rows. */
  readonly inputs?: readonly string[];
  /** Column that is to come out; none for an autoencoder. */
  readonly label?: string;
  /** Column that says what belongs together: a recording, an asset. Without it, ten runs of neighbouring rows. */
  readonly group?: string;
  /** Rows of one sample; more than one makes a series [window, inputs]. */
  readonly window: number;
  /** Rows from the end of a sample to the label's; 0: the sample's last row. */
  readonly horizon: number;
  readonly seed: number;
}

export interface TableData {
  readonly inputs: readonly string[];
  /** Of a classifier, in the order of outputs. */
  readonly classes: readonly string[];
  readonly standardiser: Standardiser;
  /** Of a regressor's or forecaster's label. */
  readonly labelStandardiser?: Standardiser;
  readonly train: Dataset;
  readonly validation: Dataset;
  /** Neither trained nor chosen on. */
  readonly test: Dataset;
}

const FRACTIONS = [0.6, 0.2, 0.2];
const RUNS = 10;

/**
 * Samples of a table, split by group so that none is in two parts, standardised by the training part alone. Samples do not
 * reach over groups. `MODEL.BAD_TABLE` names a column that is not there, or not of numbers; `TRAINING.TOO_FEW_GROUPS`.
 */
export function tableData(table: CsvTable, settings: TableSettings): TableData {
  const inputs = settings.inputs ?? numericColumns(table, settings);
  if (inputs.length === 0) throw badTable('no column of numbers is left to go in');
  const groups = groupsOf(table, settings);
  const ends = sampleEnds(groups, settings);
  if (ends.length === 0) throw badTable('no group is as long as a sample');
  const columns = inputs.map((name) => numbersOf(table, name));
  const { window, horizon } = settings;
  const width = window * inputs.length;
  const values = new Float32Array(ends.length * width);
  ends.forEach((end, i) => {
    for (let step = 0; step < window; step++) {
      columns.forEach((column, c) => {
        values[i * width + step * inputs.length + c] = column[end - window + 1 + step]!;
      });
    }
  });
  const targets = targetsOf(
    table,
    settings,
    ends.map((end) => end + horizon),
  );
  const parts = splitByGroup(
    ends.map((end) => groups[end]!),
    FRACTIONS,
    settings.seed,
  );
  const shape = window === 1 ? [inputs.length] : [window, inputs.length];
  const all: Dataset = {
    inputs: values,
    shape,
    ...(targets === undefined ? {} : { targets: targets.values }),
  };
  const [train, validation, test] = parts.map((part) => samplesAt(all, part)) as [Dataset, Dataset, Dataset];
  return {
    inputs,
    classes: targets?.classes ?? [],
    ...standardised({ train, validation, test }, inputs.length, targets),
  };
}

interface Targets {
  readonly values: Float32Array;
  readonly classes: readonly string[];
}

function standardised(
  parts: { readonly train: Dataset; readonly validation: Dataset; readonly test: Dataset },
  channels: number,
  targets: Targets | undefined,
): Omit<TableData, 'inputs' | 'classes'> {
  const standardiser = fitStandardiser(parts.train.inputs, channels);
  const numbers = targets !== undefined && targets.classes.length === 0;
  const labels = numbers ? fitStandardiser(parts.train.targets!, 1) : undefined;
  const apply = (part: Dataset): Dataset => ({
    ...part,
    inputs: standardise(standardiser, part.inputs),
    ...(labels === undefined ? {} : { targets: standardise(labels, part.targets!) }),
  });
  return {
    standardiser,
    ...(labels === undefined ? {} : { labelStandardiser: labels }),
    train: apply(parts.train),
    validation: apply(parts.validation),
    test: apply(parts.test),
  };
}

function columnIndex({ columns }: CsvTable, name: string): number {
  const index = columns.indexOf(name);
  if (index < 0) throw badTable(`no column ${name}; there are ${columns.join(', ')}`);
  return index;
}

function numbersOf(table: CsvTable, name: string): Float64Array {
  const index = columnIndex(table, name);
  return Float64Array.from(table.rows, (row, i) => {
    const value = row[index]!.trim() === '' ? Number.NaN : Number(row[index]);
    if (!Number.isFinite(value)) throw badTable(`column ${name} holds "${row[index]}" in row ${i + 1}`);
    return value;
  });
}

/** Columns of which most rows hold a number: one that is missing in a few of them is refused by name, not left out unsaid. */
function numericColumns({ columns, rows }: CsvTable, { label, group }: TableSettings): string[] {
  const numbers = (c: number): number =>
    rows.filter((row) => row[c]!.trim() !== '' && Number.isFinite(Number(row[c]))).length;
  return columns.filter((name, c) => name !== label && name !== group && numbers(c) > rows.length / 2);
}

function groupsOf(table: CsvTable, { group }: TableSettings): string[] {
  if (group === undefined)
    return table.rows.map((_, i) => String(Math.floor((i * RUNS) / table.rows.length)));
  const index = columnIndex(table, group);
  return table.rows.map((row) => row[index]!);
}

/** Last rows of samples: each lies with its label in one unbroken run of its group. */
function sampleEnds(groups: readonly string[], { window, horizon }: TableSettings): number[] {
  const ends: number[] = [];
  let begin = 0;
  for (let row = 0; row < groups.length; row++) {
    if (groups[row] !== groups[begin]) begin = row;
    const end = row - horizon;
    if (end - window + 1 >= begin) ends.push(end);
  }
  return ends;
}

function targetsOf(
  table: CsvTable,
  { task, label }: TableSettings,
  rows: readonly number[],
): Targets | undefined {
  if (task === 'autoencoder') return undefined;
  if (label === undefined) throw badTable(`a ${task} needs the column that is to come out`);
  if (task !== 'classifier') {
    const numbers = numbersOf(table, label);
    return { values: Float32Array.from(rows, (row) => numbers[row]!), classes: [] };
  }
  const index = columnIndex(table, label);
  const unlabelled = table.rows.findIndex((row) => row[index]!.trim() === '');
  if (unlabelled >= 0) throw badTable(`column ${label} is empty in row ${unlabelled + 1}`);
  const classes = [...new Set(table.rows.map((row) => row[index]!.trim()))].sort();
  if (classes.length < 2 || classes.length > 256)
    throw badTable(`column ${label} holds ${classes.length} different values; 2 to 256 classes can be told`);
  const number = new Map(classes.map((name, i) => [name, i]));
  return { values: Float32Array.from(rows, (row) => number.get(table.rows[row]![index]!.trim())!), classes };
}
