import fc from 'fast-check';
import { assignedTo, type Member } from './assignment';

const TOPICS = ['a', 'b', 'c'];

describe('assignment', () => {
  it('gives each partition to exactly one member that subscribes to its topic', () => {
    const members = fc
      .array(fc.subarray(TOPICS, { minLength: 1 }), { minLength: 1, maxLength: 6 })
      .map((lists) => lists.map((topics, i): Member => ({ id: `m${i}`, topics })));
    fc.assert(
      fc.property(members, fc.integer({ min: 1, max: 9 }), (group, count) => {
        const partitions = TOPICS.flatMap((topic) =>
          Array.from({ length: count }, (_, partition) => ({ topic, partition })),
        );
        const shares = group.map(({ id }) => assignedTo(id, group, partitions));
        for (const partition of partitions) {
          const readers = group.filter((_, i) => shares[i]!.includes(partition));
          const wanted = group.some(({ topics }) => topics.includes(partition.topic));
          expect(readers).toHaveLength(wanted ? 1 : 0);
          expect(readers.every(({ topics }) => topics.includes(partition.topic))).toBe(true);
        }
      }),
    );
  });

  it('members with the same topics differ by at most one partition', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 20 }), (size, count) => {
        const group = Array.from({ length: size }, (_, i): Member => ({ id: `m${i}`, topics: ['a'] }));
        const partitions = Array.from({ length: count }, (_, partition) => ({ topic: 'a', partition }));
        const sizes = group.map(({ id }) => assignedTo(id, group, partitions).length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
