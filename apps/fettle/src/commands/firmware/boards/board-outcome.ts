import { createDeviceProgram, type ProgrammedModel } from '@fettle/device-models';
import { type PlacedSignal, signalAtPlace } from '@fettle/board';
import type { AssetType } from '@fettle/domains';
import { HOUR_MS } from '@fettle/kernel';
import { findDevice, inTransaction, type RawReading, readReadings } from '@fettle/persistence';
import type { ProcessParts } from '@fettle/platform';
import { loadTflite } from '@fettle/tinyml';
import { firstLastingAlert } from '../../../installation/first-lasting-alert';
import type { PreparedBoard } from './prepare-boards';

/** What became of one board. */
export interface BoardOutcome {
  readonly board: string;
  readonly deviceId: string;
  readonly assetId: string;
  /** `name@version`, as the board said when it signed in; null: it never said. */
  readonly model: string | null;
  /** That it was given and has processed; null: nobody knows, for it simulates its machine itself. */
  readonly windows: number | null;
  /** Windows that it found worth a report, and how many of those are anomalies. */
  readonly reported: number;
  readonly anomalies: number;
  /** Of a classifier, how often reports said what; null: it is none. */
  readonly said: Readonly<Record<string, number>> | null;
  readonly frames: number;
  /** Stored readings that are not the interpreter's integers; null where nobody knows the samples. */
  readonly different: number | null;
  /** From samples to result, on average of those measured; null: none was. Counted by QEMU, not cycles. */
  readonly instructionsPerWindow: number | null;
  readonly firstAlertAt: string | null;
  readonly rule: string | null;
  /** From that alert to the known failure; null: there is no alert, or no failure. */
  readonly leadTimeHours: number | null;
}

const MOST_READINGS = 1_000_000;

/** Reads back what the platform has of a board, and holds it against the interpreter: integer by integer. */
export async function outcomeOf(
  parts: ProcessParts,
  board: PreparedBoard,
  fed: number,
  { model, type }: { readonly model: ProgrammedModel; readonly type: AssetType },
): Promise<BoardOutcome> {
  const { plan, credentials, instructions } = board;
  const { id, tenantId, assetId } = credentials;
  const { device, readings } = await inTransaction(parts.database.pipeline, async (client) => ({
    device: await findDevice(client, tenantId, id),
    readings: await allReadings(client, id),
  }));
  const columns = columnsOf(model, type.signals, plan.place);
  const scores = readings.filter(({ signalId }) => signalId === columns[0]!.signal.id);
  const { firstAlertAt, rule, leadTimeHours } = await alertOf(parts, board);
  return {
    ...{ board: plan.name, deviceId: id, assetId, model: device?.software?.model ?? null },
    windows: plan.windows === null ? null : fed,
    reported: new Set(readings.map(({ atMs }) => atMs)).size,
    anomalies: scores.filter((score) => integerOf(score, columns[0]!.signal) >= model.program.threshold)
      .length,
    said: saidOf(readings, model, columns),
    frames: device?.frames ?? 0,
    different: plan.windows === null ? null : differences(readings, board, model, columns),
    instructionsPerWindow:
      instructions.length === 0
        ? null
        : Math.round(instructions.reduce((a, b) => a + b, 0) / instructions.length),
    ...{ firstAlertAt, rule, leadTimeHours },
  };
}

async function allReadings(
  client: Parameters<typeof readReadings>[0],
  deviceId: string,
): Promise<readonly RawReading[]> {
  const range = { deviceId, signalId: null, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
  const { items } = await readReadings(client, { ...range, cursor: null, limit: MOST_READINGS });
  return items;
}

/** A column of the board's frames: its signal, and where the program's result has it. */
interface Column {
  readonly signal: PlacedSignal;
  readonly from: 'scores' | 'reports';
  readonly at: number;
}

function columnsOf({ program }: ProgrammedModel, signals: readonly PlacedSignal[], place: string): Column[] {
  const column =
    (from: Column['from']) =>
    ({ role }: { readonly role: string }, at: number): Column => ({
      ...{ signal: signalAtPlace(signals, place, role)!, from, at },
    });
  return [...program.scores.map(column('scores')), ...program.reports.map(column('reports'))];
}

/** Labels in reports, the most frequent first; null for a model without labels. */
function saidOf(
  readings: readonly RawReading[],
  { program: { scores } }: ProgrammedModel,
  columns: readonly Column[],
): BoardOutcome['said'] {
  const at = scores.findIndex(({ kind }) => kind === 'class-label');
  const score = scores[at];
  if (score?.kind !== 'class-label') return null;
  const { signal } = columns[at]!;
  const counts = new Map<string, number>();
  for (const reading of readings.filter(({ signalId }) => signalId === signal.id)) {
    const label = score.labels[integerOf(reading, signal)] ?? 'unknown';
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

/** As it travelled; what was no number counts as the lowest. */
function integerOf({ value }: RawReading, { exponent }: PlacedSignal): number {
  return value === null ? -Infinity : Math.round(value / 10 ** exponent);
}

function differences(
  readings: readonly RawReading[],
  { plan }: PreparedBoard,
  model: ProgrammedModel,
  columns: readonly Column[],
): number {
  const program = createDeviceProgram(model.program, loadTflite(model.tflite()));
  const results = new Map(plan.windows!.map(({ timeMs, samples }) => [timeMs, program.run(samples)]));
  const columnOf = new Map(columns.map((column) => [column.signal.id, column]));
  return readings.filter((reading) => {
    const column = columnOf.get(reading.signalId);
    const expected = column && results.get(reading.atMs)?.[column.from][column.at];
    return expected === undefined || integerOf(reading, column!.signal) !== expected;
  }).length;
}

async function alertOf(
  parts: ProcessParts,
  { plan, credentials }: PreparedBoard,
): Promise<Pick<BoardOutcome, 'firstAlertAt' | 'rule' | 'leadTimeHours'>> {
  const { component, failureMs } = plan;
  const untilMs = failureMs ?? parts.clock.nowMs();
  const alert =
    component === null ? null : await firstLastingAlert(parts, credentials.id, component, untilMs);
  return {
    firstAlertAt: alert === null ? null : new Date(alert.firedMs).toISOString(),
    rule: alert?.ruleName ?? null,
    leadTimeHours: alert === null || failureMs === null ? null : (failureMs - alert.firedMs) / HOUR_MS,
  };
}
