import protobuf from 'protobufjs/minimal';
import * as fc from 'fast-check';
import { columnValues, decodeFrame } from '@fettle/frame';
import { deviceEntry } from '../../spec-builders/device-entry';
import type { Opened } from '../door';
import { FrameWriter } from '../frame-writer';
import { DATA_TYPE } from './metric-value';
import { readPayload } from './payload';
import { SparkplugDoor } from './sparkplug.door';

const nowMs = 1_700_000_000_000;
const device = deviceEntry();

interface TestMetric {
  name?: string;
  alias?: number;
  timestamp?: number;
  type?: number;
  isNull?: boolean;
  isHistorical?: boolean;
  int?: number;
  long?: bigint;
  float?: number;
  double?: number;
  boolean?: boolean;
  string?: string;
}

function long(value: bigint): InstanceType<typeof protobuf.util.Long> {
  const half = (bits: bigint): number => Number(BigInt.asIntN(32, bits));
  return new protobuf.util.Long(half(value), half(value >> 32n), true);
}

function metricBytes(metric: TestMetric): Uint8Array {
  const w = protobuf.Writer.create();
  if (metric.name !== undefined) w.uint32(10).string(metric.name);
  if (metric.alias !== undefined) w.uint32(16).uint64(metric.alias);
  if (metric.timestamp !== undefined) w.uint32(24).uint64(metric.timestamp);
  if (metric.type !== undefined) w.uint32(32).uint32(metric.type);
  if (metric.isHistorical) w.uint32(40).bool(true);
  if (metric.isNull) w.uint32(56).bool(true);
  if (metric.int !== undefined) w.uint32(80).uint32(metric.int);
  if (metric.long !== undefined) w.uint32(88).uint64(long(metric.long));
  if (metric.float !== undefined) w.uint32(101).float(metric.float);
  if (metric.double !== undefined) w.uint32(105).double(metric.double);
  if (metric.boolean !== undefined) w.uint32(112).bool(metric.boolean);
  if (metric.string !== undefined) w.uint32(122).string(metric.string);
  return w.finish();
}

function payload(metrics: readonly TestMetric[], seq?: number, timestamp: number | null = nowMs): Uint8Array {
  const w = protobuf.Writer.create();
  if (timestamp !== null) w.uint32(8).uint64(timestamp);
  for (const metric of metrics) w.uint32(18).bytes(metricBytes(metric));
  if (seq !== undefined) w.uint32(24).uint64(seq);
  return w.finish();
}

function setUp(): { open: (type: string, bytes: Uint8Array, atMs?: number) => Opened; gaps: number[] } {
  const gaps: number[] = [];
  const door = new SparkplugDoor(new FrameWriter(), (missed) => gaps.push(missed));
  const open = (messageType: string, bytes: Uint8Array, atMs = nowMs): Opened =>
    door.open(bytes, {
      device,
      nowMs: atMs,
      topic: `spBv1.0/${device.tenantId}/${messageType}/${device.deviceId}`,
      route: { door: 'sparkplug', tenantId: device.tenantId, deviceId: device.deviceId, messageType },
    });
  return { open, gaps };
}

function values(opened: Opened): number[] {
  return opened.frames.flatMap((bytes) => {
    const result = decodeFrame(bytes);
    return result.ok ? result.frame.columns.flatMap((column) => [...columnValues(column)]) : [];
  });
}

describe('Sparkplug B door', () => {
  it.each<[string, TestMetric, number]>([
    ['Int8', { type: DATA_TYPE.INT8, int: 0xff }, -1],
    ['Int8 spread to 32 bits', { type: DATA_TYPE.INT8, int: 0xfffffffe }, -2],
    ['Int16', { type: DATA_TYPE.INT16, int: 0xfffe }, -2],
    ['Int32', { type: DATA_TYPE.INT32, int: 0xfffffffd }, -3],
    ['Int64', { type: DATA_TYPE.INT64, long: 0xfffffffffffffffcn }, -4],
    [
      'Int64 beyond 32 bits',
      { type: DATA_TYPE.INT64, long: BigInt.asUintN(64, -5_000_000_000n) },
      -5_000_000_000,
    ],
    ['UInt32', { type: DATA_TYPE.UINT32, int: 4_294_967_295 }, 4_294_967_295],
    ['UInt64', { type: DATA_TYPE.UINT64, long: 9_007_199_254_740_991n }, 9_007_199_254_740_991],
    ['Float', { type: DATA_TYPE.FLOAT, float: 0.1 }, 0.1],
    ['Double', { type: DATA_TYPE.DOUBLE, double: 0.1 }, 0.1],
    ['Boolean', { type: DATA_TYPE.BOOLEAN, boolean: true }, 1],
    ['null', { type: DATA_TYPE.DOUBLE, isNull: true }, Number.NaN],
    ['historical', { type: DATA_TYPE.DOUBLE, double: 5, isHistorical: true, timestamp: nowMs - 1e6 }, 5],
  ])('%s', (_name, metric, expected) => {
    const { open } = setUp();
    expect(values(open('NDATA', payload([{ name: 'any', ...metric }])))).toEqual([expected]);
  });

  it('a float keeps the decimals that its sender would print', () => {
    const { open } = setUp();
    fc.assert(
      fc.property(fc.integer({ min: -999_999, max: 999_999 }), (n) => {
        const bytes = payload([{ name: 'any', type: DATA_TYPE.FLOAT, float: n / 1_000 }]);
        expect(values(open('NDATA', bytes))[0]).toBe(n / 1_000 + 0);
      }),
    );
  });

  it('an alias and a type left out mean what the birth said', () => {
    const { open } = setUp();
    open('NBIRTH', payload([{ name: 'any', alias: 7, type: DATA_TYPE.INT16, int: 1 }], 0));
    expect(values(open('NDATA', payload([{ alias: 7, int: 0xffff }], 1)))).toEqual([-1]);
    expect(values(open('NDATA', payload([{ name: 'any', int: 0xffff }], 2)))).toEqual([-1]);
  });

  it("a device's birth adds to its edge node's", () => {
    const { open } = setUp();
    open('NBIRTH', payload([{ name: 'any', alias: 1, type: DATA_TYPE.INT32, int: 1 }]));
    open('DBIRTH', payload([{ name: 'temperature', alias: 2, type: DATA_TYPE.INT32, int: 1 }]));
    expect(
      values(
        open(
          'DDATA',
          payload([
            { alias: 1, int: 5 },
            { alias: 2, int: 6 },
          ]),
        ),
      ),
    ).toEqual([6, 5]);
  });

  it('an unknown alias is refused with its reason, the rest counts, and a birth is asked for, not more than now and then', () => {
    const { open } = setUp();
    const data = payload([
      { alias: 9, int: 1 },
      { name: 'any', type: DATA_TYPE.INT32, int: 2 },
    ]);
    const opened = open('NDATA', data);
    expect(opened.refusals).toMatchObject([{ reason: 'SPARKPLUG.MALFORMED', readings: 1 }]);
    expect(values(opened)).toEqual([2]);
    expect(opened.reply!.topic).toBe(`spBv1.0/${device.tenantId}/NCMD/${device.deviceId}`);
    expect(readPayload(opened.reply!.payload)).toMatchObject({
      timestampMs: nowMs,
      metrics: [{ name: 'Node Control/Rebirth', dataType: DATA_TYPE.BOOLEAN, value: 1 }],
    });
    expect(open('NDATA', data).reply).toBeUndefined();
    expect(open('NDATA', data, nowMs + 10_000).reply).toBeDefined();
  });

  it('a death ends what the birth said, and is no reading', () => {
    const { open } = setUp();
    open('NBIRTH', payload([{ name: 'any', alias: 7, type: DATA_TYPE.INT16, int: 1 }]));
    expect(open('NDEATH', payload([{ name: 'bdSeq', long: 1n }]))).toEqual({
      frames: [],
      readings: 0,
      refusals: [],
    });
    expect(open('NDATA', payload([{ alias: 7, int: 1 }])).refusals).toHaveLength(1);
  });

  it('metrics of the protocol are no readings; text is refused as one', () => {
    const { open } = setUp();
    const quiet = [
      { name: 'bdSeq', long: 1n },
      { name: 'Node Control/Rebirth', boolean: false },
    ];
    expect(open('NBIRTH', payload(quiet))).toMatchObject({ frames: [], refusals: [] });
    expect(open('NDATA', payload([{ name: 'any', string: 'x' }])).refusals).toMatchObject([
      { reason: 'READING.NOT_A_NUMBER' },
    ]);
  });

  it('missing sequence numbers are told, births and repeats are no gaps', () => {
    const { open, gaps } = setUp();
    const send = (type: string, seq: number): Opened => open(type, payload([], seq));
    send('NBIRTH', 0);
    for (const seq of [1, 2, 5, 5, 255, 0]) send('NDATA', seq);
    send('NBIRTH', 0);
    send('NDATA', 1);
    expect(gaps).toEqual([2, 249]);
  });

  it('without any time it is now', () => {
    const { open } = setUp();
    const [bytes] = open('NDATA', payload([{ name: 'any', int: 1 }], undefined, null)).frames;
    const result = decodeFrame(bytes!);
    expect(result.ok && [...result.frame.times]).toEqual([nowMs]);
  });

  it('bytes that are broken anywhere are refused or read, never a crash', () => {
    const good = payload(
      [
        { name: 'any', alias: 3, type: 10, double: 1.5 },
        { name: 'x', string: 'y' },
      ],
      3,
    );
    const { open } = setUp();
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, byte, cut) => {
        const bad = Uint8Array.from(good);
        bad[at] = byte;
        for (const opened of [open('NBIRTH', bad), open('NDATA', bad.subarray(0, cut))]) {
          for (const frame of opened.frames) expect(decodeFrame(frame).ok).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
