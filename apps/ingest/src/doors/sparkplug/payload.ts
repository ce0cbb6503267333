import protobuf from 'protobufjs/minimal';

/** One metric as it came; what its bits mean is the data type's affair ({@link metricValue}). */
export interface Metric {
  name: string;
  /** Null: none given. */
  alias: number | null;
  /** Epoch ms; null: the payload's holds. */
  timestampMs: number | null;
  /** 0: not given, as data messages may leave it to the birth. */
  dataType: number;
  isNull: boolean;
  /** From whichever value field was set; null for strings, data sets and other things that are not numbers. */
  value: MetricValue | null;
}

/** A number, or the 64 bits of an integer whose sign the data type knows. */
export type MetricValue = number | { readonly low: number; readonly high: number };

/** A Sparkplug B payload, without what carries no readings. */
export interface SparkplugPayload {
  timestampMs: number | null;
  /** 0..255; null: none given. */
  sequence: number | null;
  readonly metrics: Metric[];
}

type Reader = protobuf.Reader;

/** More metrics than this do not come from one device. */
const MAX_METRICS = 4_096;

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** A field's key on the wire: number and wire type. */
const key = (field: number, wireType: number): number => (field << 3) | wireType;

/** Field numbers from the Sparkplug B schema (Eclipse Sparkplug 3.0.0, 6.4.1). */
const PAYLOAD = { TIMESTAMP: key(1, VARINT), METRIC: key(2, BYTES), SEQ: key(3, VARINT) };
const METRIC = {
  NAME: key(1, BYTES),
  ALIAS: key(2, VARINT),
  TIMESTAMP: key(3, VARINT),
  DATA_TYPE: key(4, VARINT),
  IS_NULL: key(7, VARINT),
  INT: key(10, VARINT),
  LONG: key(11, VARINT),
  FLOAT: key(12, FIXED32),
  DOUBLE: key(13, FIXED64),
  BOOLEAN: key(14, VARINT),
};

/** Reads a payload; null when the bytes are not one. Fields without readings are skipped, as protobuf wants. */
export function readPayload(bytes: Uint8Array): SparkplugPayload | null {
  const payload: SparkplugPayload = { timestampMs: null, sequence: null, metrics: [] };
  try {
    const reader = protobuf.Reader.create(bytes);
    while (reader.pos < reader.len) readPayloadField(reader, payload);
  } catch {
    return null;
  }
  return payload.metrics.length <= MAX_METRICS ? payload : null;
}

function readPayloadField(reader: Reader, payload: SparkplugPayload): void {
  const field = reader.uint32();
  if (field === PAYLOAD.TIMESTAMP) payload.timestampMs = readUnsigned(reader);
  else if (field === PAYLOAD.SEQ) payload.sequence = readUnsigned(reader);
  else if (field === PAYLOAD.METRIC) payload.metrics.push(readMetric(reader));
  else reader.skipType(field & 7);
}

function readMetric(reader: Reader): Metric {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError('a metric is longer than its payload');
  const metric: Metric = {
    name: '',
    alias: null,
    timestampMs: null,
    dataType: 0,
    isNull: false,
    value: null,
  };
  while (reader.pos < end) readMetricField(reader, metric);
  if (reader.pos !== end) throw new RangeError('a metric runs over its end');
  return metric;
}

function readMetricField(reader: Reader, metric: Metric): void {
  const field = reader.uint32();
  switch (field) {
    case METRIC.NAME:
      metric.name = reader.string();
      break;
    case METRIC.ALIAS:
      metric.alias = readUnsigned(reader);
      break;
    case METRIC.TIMESTAMP:
      metric.timestampMs = readUnsigned(reader);
      break;
    case METRIC.DATA_TYPE:
      metric.dataType = reader.uint32();
      break;
    case METRIC.IS_NULL:
      metric.isNull = reader.bool();
      break;
    default:
      readValueField(reader, field, metric);
  }
}

function readValueField(reader: Reader, field: number, metric: Metric): void {
  switch (field) {
    case METRIC.INT:
      metric.value = reader.uint32();
      break;
    case METRIC.LONG:
      metric.value = readBits(reader);
      break;
    case METRIC.FLOAT:
      metric.value = reader.float();
      break;
    case METRIC.DOUBLE:
      metric.value = reader.double();
      break;
    case METRIC.BOOLEAN:
      metric.value = reader.bool() ? 1 : 0;
      break;
    default:
      reader.skipType(field & 7);
  }
}

function readBits(reader: Reader): { low: number; high: number } {
  const value = reader.uint64() as number | { low: number; high: number };
  if (typeof value !== 'number') return { low: value.low >>> 0, high: value.high >>> 0 };
  return { low: value >>> 0, high: Math.floor(value / 2 ** 32) >>> 0 };
}

function readUnsigned(reader: Reader): number {
  const { low, high } = readBits(reader);
  return high * 2 ** 32 + low;
}
