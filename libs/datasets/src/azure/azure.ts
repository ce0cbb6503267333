import { dataFile, readLines } from '../lines';
import type { Dataset, DatasetSeries, KnownFailure } from '../series';
import { type ColumnRule, isoTime, readTable } from '../table';

const columns: readonly ColumnRule[] = [
  { column: 'volt', signal: 'voltage' },
  { column: 'rotate', signal: 'rotation' },
  { column: 'pressure', signal: 'pressure' },
  { column: 'vibration', signal: 'vibration' },
];

/** Microsoft's predictive-maintenance sample (synthetic): hourly telemetry of machines, failures by component. */
export const azure: Dataset = {
  id: 'azure',
  label: 'Azure predictive-maintenance sample',
  source: 'https://www.kaggle.com/datasets/arnabbiswas1/microsoft-azure-predictive-maintenance',
  async open(dataDir) {
    const path = dataFile(dataDir, 'azure_pdm', 'PdM_telemetry.csv');
    const failures = await failuresByMachine(dataFile(dataDir, 'azure_pdm', 'PdM_failures.csv'));
    const machines: string[] = [];
    for await (const line of readLines(dataFile(dataDir, 'azure_pdm', 'PdM_machines.csv')))
      machines.push(line.split(',')[0]!);
    return machines.slice(1).map((machine) => machineSeries(path, machine, failures.get(machine) ?? []));
  },
};

function machineSeries(path: string, machine: string, failures: readonly KnownFailure[]): DatasetSeries {
  return {
    name: `machine-${machine}`,
    assetTypeId: 'generic.machine',
    signals: columns.map(({ signal }) => signal),
    failures,
    anomalies: [],
    samples: () =>
      readTable(path, {
        separator: ',',
        time: ['datetime'],
        parseTime: isoTime,
        columns,
        keep: (cell) => cell('machineID') === machine,
      }),
  };
}

async function failuresByMachine(path: string): Promise<Map<string, KnownFailure[]>> {
  const found = new Map<string, KnownFailure[]>();
  for await (const line of readLines(path)) {
    const [time = '', machine = '', what = ''] = line.split(',').map((cell) => cell.trim());
    const failureMs = isoTime(time);
    if (Number.isNaN(failureMs)) continue;
    found.set(machine, [...(found.get(machine) ?? []), { component: 'machine', failureMs, what }]);
  }
  return found;
}
