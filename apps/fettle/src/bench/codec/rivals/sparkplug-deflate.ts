import { deflateRawSync, inflateRawSync } from 'node:zlib';
import protobuf from 'protobufjs';
import type { Batch } from '../batch';
import type { Rival } from './rival';

/** What a batch needs of the Sparkplug B payload (Eclipse Sparkplug 3.0.0, 6.4); its field numbers. */
const PROTO = `
syntax = "proto2";
message Metric {
  optional uint64 alias = 2; optional uint64 timestamp = 3; optional uint32 datatype = 4; optional bool is_null = 7;
  oneof value { uint64 long_value = 11; double double_value = 13; }
}
message Payload { optional uint64 timestamp = 1; repeated Metric metrics = 2; optional uint64 seq = 3; }`;

const { root } = protobuf.parse(PROTO, { keepCase: true });
const Payload = root.lookupType('Payload');
const INT64 = 4;
const DOUBLE = 10;

interface Metric {
  alias: number;
  timestamp: number;
  datatype: number;
  is_null?: boolean;
  long_value?: number;
  double_value?: number;
}

/**
 * A Sparkplug B NDATA payload, deflated at level 9: a metric for each reading with alias, time, data type and value.
 * Values are doubles or, where the column has only integers of one sign, Int64; columns after one another or samples
 * after one another: the smallest counts.
 */
export const sparkplugDeflate: Rival = {
  name: 'sparkplugDeflate',
  encode(batch) {
    const metrics = batch.columns.map((_, index) => columnMetrics(batch, index));
    const bySample = batch.times.flatMap((_, i) => metrics.map((column) => column[i]!));
    return [metrics.flat(), bySample]
      .map((list) => {
        const message = Payload.create({ timestamp: batch.times.at(-1), metrics: list, seq: 7 });
        return deflateRawSync(Payload.encode(message).finish(), { level: 9 });
      })
      .reduce((a, b) => (b.length < a.length ? b : a));
  },
  decode(bytes, batch) {
    const payload = Payload.toObject(Payload.decode(inflateRawSync(bytes)), {
      longs: Number,
      defaults: false,
    });
    const metrics = payload['metrics'] as Metric[];
    const columns = batch.columns.map((_, index) => metrics.filter((metric) => metric.alias === index + 1));
    return {
      times: columns[0]!.map((metric) => metric.timestamp),
      columns: columns.map((column) =>
        column.map(({ is_null, long_value, double_value }) =>
          is_null ? null : (long_value ?? double_value!),
        ),
      ),
    };
  },
};

function columnMetrics({ times, columns }: Batch, index: number): Metric[] {
  const { numbers } = columns[index]!;
  const isWhole = numbers.every((value) => value === null || (Number.isSafeInteger(value) && value >= 0));
  return numbers.map((value, i) => ({
    alias: index + 1,
    timestamp: times[i]!,
    datatype: isWhole ? INT64 : DOUBLE,
    ...(value === null ? { is_null: true } : isWhole ? { long_value: value } : { double_value: value }),
  }));
}
