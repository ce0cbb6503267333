import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { partitionOf } from './murmur2';

describe('partitioning', () => {
  it('agrees with the default partitioner of kafkajs, and so with that of Kafka', () => {
    const partitioner = Partitioners.DefaultPartitioner();
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fc.integer({ min: 1, max: 64 }),
        (key, count) => {
          const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({
            partitionId,
            leader: 1,
            partitionErrorCode: 0,
            replicas: [1],
            isr: [1],
          }));
          const message = { key, value: null };
          expect(partitionOf(key, count)).toBe(partitioner({ topic: 't', partitionMetadata, message }));
        },
      ),
    );
  });
});
