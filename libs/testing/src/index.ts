export * from './event-log/event-log-conformance';
export * from './event-log/event-log-world';
export { appendUntilStopped, expectOnce } from './event-log/group-conformance';
export * from './cut-switch';
export * from './eventually';
export * from './kafka/kafka-runtime';
export * from './kafka/test-kafka';
export * from './mqtt/recording-broker';
export * from './postgres/test-postgres';
