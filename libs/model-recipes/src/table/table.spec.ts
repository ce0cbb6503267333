import { initialNetwork } from '@fettle/training';
import { readCsv } from './csv-table';
import { encodeWeights, readNetworkFile } from './network-file';
import { tableData, type TableSettings } from './table-data';

const settings: TableSettings = {
  task: 'classifier',
  label: 'kind',
  group: 'run',
  window: 1,
  horizon: 0,
  seed: 1,
};
const table = readCsv(
  [
    'a,b,kind,run',
    ...Array.from(
      { length: 60 },
      (_, i) => `${i},${(i * 7) % 5},${i % 2 ? 'odd' : 'even'},r${Math.floor(i / 6)}`,
    ),
  ].join('\n'),
);
const code = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a table', () => {
  it('reads quotes, semicolons, and ends of lines of any kind', () => {
    expect(readCsv('a;b\r\n1;"x; ""y"""\r\n\r\n').rows).toEqual([['1', 'x; "y"']]);
  });

  it.each([
    ['', 'no header'],
    ['a,b', 'no rows'],
    ['a,a\n1,2', 'same name'],
    ['a,b\n1', 'line 2'],
  ])('is refused by name: %j', (text, reason) => {
    expect(code(() => readCsv(text))).toBe('MODEL.BAD_TABLE');
    expect(() => readCsv(text)).toThrow(reason);
  });

  it('becomes samples of numbers, standardised by the training part alone, whole groups in one part', () => {
    const { inputs, classes, train, validation, test } = tableData(table, settings);
    expect([inputs, classes]).toEqual([
      ['a', 'b'],
      ['even', 'odd'],
    ]);
    expect([train, validation, test].map(({ targets }) => targets!.length)).toEqual([36, 12, 12]);
    const mean = (column: number): number =>
      train.inputs.filter((_, i) => i % 2 === column).reduce((a, b) => a + b, 0) / 36;
    expect(mean(0)).toBeCloseTo(0, 5);
    expect(Math.abs(mean(1))).toBeLessThan(1e-5);
  });

  it('windows and horizons never reach over the end of a group', () => {
    const { train, validation, test } = tableData(table, {
      ...{ task: 'regressor', label: 'a', inputs: ['a'], group: 'run' },
      ...{ window: 3, horizon: 2, seed: 1 },
    });
    const count = [train, validation, test].reduce((sum, { targets }) => sum + targets!.length, 0);
    expect(count).toBe(10 * (6 - 3 + 1 - 2));
    expect(train.shape).toEqual([3, 1]);
  });

  it.each([
    ['b', ''],
    ['b', 'NaN'],
    ['kind', ' '],
  ])('a value missing from %s is named, not passed over: "%s"', (column, cell) => {
    const rows = table.rows.map((row) => [...row]);
    rows[16]![table.columns.indexOf(column)] = cell;
    expect(() => tableData({ ...table, rows }, settings)).toThrow(new RegExp(`column ${column} .* row 17`));
  });

  it('columns of words stay out', () => {
    const columns = [...table.columns, 'remark'];
    const rows = table.rows.map((row, i) => [...row, i === 3 ? '7' : 'fine']);
    expect(tableData({ columns, rows }, settings).inputs).toEqual(['a', 'b']);
  });

  it.each<[Partial<TableSettings>, string]>([
    [{ label: 'none' }, 'no column none'],
    [{ inputs: ['kind'] }, 'holds "even"'],
    [{ window: 7 }, 'as long as a sample'],
    [{ label: 'a', inputs: ['b'], task: 'classifier', group: 'kind' }, ''],
  ])('says what cannot be: %j', (change, reason) => {
    const act = (): unknown => tableData(table, { ...settings, ...change });
    expect(code(act)).toMatch(/^(MODEL\.BAD_TABLE|TRAINING\.TOO_FEW_GROUPS)$/);
    expect(act).toThrow(reason);
  });
});

describe('a network file', () => {
  it('gives the network back, bit for bit', () => {
    const network = initialNetwork({ input: [3], layers: [{ kind: 'dense', units: 2 }] });
    const { spec, weights } = network;
    const file = {
      format: 'fettle-network/1',
      spec,
      settings,
      inputs: [],
      classes: [],
      standardiser: { mean: [], deviation: [] },
    };
    const text = JSON.stringify({ ...file, weights: encodeWeights(weights) });
    expect(readNetworkFile(text).network).toEqual(network);
  });

  it('anything else is refused', () => {
    for (const text of [
      '',
      '{}',
      '[]',
      'null',
      '{"format":"fettle-network/1","weights":[{"kernel":"AAA="}]}',
    ]) {
      expect(code(() => readNetworkFile(text))).toBe('MODEL.BAD_NETWORK');
    }
  });
});
