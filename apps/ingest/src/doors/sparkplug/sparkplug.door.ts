import protobuf from 'protobufjs/minimal';
import { type Door, type DoorContext, type Opened, refused } from '../door';
import type { FrameWriter } from '../frame-writer';
import { ReadingRows, short } from '../reading-rows';
import { type Birth, Births, type BornMetric, missedBefore } from './births';
import { metricValue } from './metric-value';
import { type Metric, readPayload, type SparkplugPayload } from './payload';

/** Metrics of the protocol itself, which are no readings. */
const PROTOCOL_METRIC = /^(bdSeq$|Node Control\/|Device Control\/|Node Info\/|Properties\/)/;
/** A device is asked for its birth at most this often. */
const REBIRTH_EVERY_MS = 10_000;

/** Told of messages that Sparkplug's sequence shows to be missing. */
export type GapListener = (missed: number) => void;

/**
 * Sparkplug B: births say which metric an alias stands for and what type it has; data messages carry metrics by name or
 * alias, each with its own time or the payload's. Historical metrics count like others, by their event time. Where an
 * alias is not known its readings are refused and the edge node is asked for a new birth.
 */
export class SparkplugDoor implements Door {
  private readonly births = new Births();
  private readonly askedMs = new Map<string, number>();

  constructor(
    private readonly writer: FrameWriter,
    private readonly onGap: GapListener,
  ) {}

  open(bytes: Uint8Array, context: DoorContext): Opened {
    const { device, route, nowMs } = context;
    const payload = readPayload(bytes);
    if (payload === null) return refused('SPARKPLUG.MALFORMED', 'not a Sparkplug B payload');
    if (route.messageType.endsWith('DEATH')) {
      this.births.died(device.deviceId);
      return { frames: [], readings: 0, refusals: [] };
    }
    if (route.messageType.endsWith('BIRTH')) {
      this.births.born(device.deviceId, payload.metrics, route.messageType === 'NBIRTH');
    }
    const birth = this.births.of(device.deviceId);
    const missed = missedBefore(birth, payload.sequence);
    if (missed > 0) this.onGap(missed);
    const rows = new ReadingRows(device, nowMs);
    const unknown = addMetrics(rows, payload, birth);
    const opened = this.writer.write(rows);
    return unknown ? { ...opened, ...this.askForBirth(context) } : opened;
  }

  /** Node Control/Rebirth (6.4.18) to the edge node. */
  private askForBirth({ device, topic, nowMs }: DoorContext): Pick<Opened, 'reply'> {
    const last = this.askedMs.get(device.deviceId);
    if (last !== undefined && nowMs - last < REBIRTH_EVERY_MS) return {};
    if (this.askedMs.size > 50_000) this.askedMs.clear();
    this.askedMs.set(device.deviceId, nowMs);
    return {
      reply: {
        topic: `spBv1.0/${device.tenantId}/NCMD/${topic.split('/')[3]}`,
        payload: rebirthCommand(nowMs),
      },
    };
  }
}

/** True when a metric's alias could not be resolved. */
function addMetrics(rows: ReadingRows, payload: SparkplugPayload, birth: Birth | null): boolean {
  let lastMs: number | null | undefined;
  let unresolved = false;
  for (const metric of payload.metrics) {
    const born = resolve(metric, birth);
    if (born === null) {
      unresolved = true;
      rows.refuse(
        'SPARKPLUG.MALFORMED',
        `alias ${metric.alias} was not declared by a birth; a new one was asked for`,
      );
      continue;
    }
    if (PROTOCOL_METRIC.test(born.name)) continue;
    const value = metricValue(metric, metric.dataType || born.dataType);
    if (value === null) {
      rows.refuse('READING.NOT_A_NUMBER', `${short(born.name)} is not of a numeric type`);
      continue;
    }
    const tMs = metric.timestampMs ?? payload.timestampMs;
    if (tMs !== lastMs) rows.at(tMs);
    lastMs = tMs;
    rows.add(born.name, value);
  }
  return unresolved;
}

function resolve(metric: Metric, birth: Birth | null): BornMetric | null {
  if (metric.name !== '') return birth?.byName.get(metric.name) ?? metric;
  return metric.alias === null ? null : (birth?.byAlias.get(metric.alias) ?? null);
}

/** A payload of one Boolean metric, `Node Control/Rebirth` = true. */
function rebirthCommand(nowMs: number): Uint8Array {
  const metric = protobuf.Writer.create();
  metric.uint32(10).string('Node Control/Rebirth').uint32(32).uint32(11).uint32(112).bool(true);
  return protobuf.Writer.create().uint32(8).uint64(nowMs).uint32(18).bytes(metric.finish()).finish();
}
