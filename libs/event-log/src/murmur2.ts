const MULTIPLIER = 0x5bd1e995;
const SEED = 0x9747b28c;

/**
 * MurmurHash2 (A. Appleby, 2008), 32 bit, as Apache Kafka's Java client seeds it; result as an unsigned integer.
 * Every producer that keeps to it lays keys out alike, whichever adapter stores them.
 */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length;
  const body = length & ~3;
  let hash = SEED ^ length;
  for (let i = 0; i < body; i += 4) {
    let word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    word = Math.imul(word, MULTIPLIER);
    word ^= word >>> 24;
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(word, MULTIPLIER);
  }
  const rest = length & 3;
  if (rest === 3) hash ^= bytes[body + 2]! << 16;
  if (rest >= 2) hash ^= bytes[body + 1]! << 8;
  if (rest >= 1) hash = Math.imul(hash ^ bytes[body]!, MULTIPLIER);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, MULTIPLIER);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** The partition of a key, in [0, partitions): the same as Kafka's and kafkajs's default partitioner. */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}
