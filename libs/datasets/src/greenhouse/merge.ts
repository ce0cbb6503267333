import type { Sample } from '../series';

/** Joins samples of several sources by equal time, in order of time; each source's times must rise. One sample of each is held. */
export async function* mergeByTime(sources: readonly AsyncIterable<Sample>[]): AsyncGenerator<Sample> {
  const readers = sources.map((source) => source[Symbol.asyncIterator]());
  const heads = await Promise.all(
    readers.map(async (reader) => (await reader.next()).value as Sample | undefined),
  );
  for (;;) {
    const tMs = Math.min(...heads.map((head) => head?.tMs ?? Infinity));
    if (tMs === Infinity) return;
    const values: Record<string, number> = {};
    for (const [i, head] of heads.entries()) {
      if (head?.tMs !== tMs) continue;
      Object.assign(values, head.values);
      heads[i] = (await readers[i]!.next()).value as Sample | undefined;
    }
    yield { tMs, values };
  }
}
