import type { PartitionLag, Queryable } from './port';

/** How far a group is behind the given partition ends; a partition without a position counts from its start. */
export async function lagOf(
  database: Queryable,
  group: string,
  bounds: readonly { topic: string; partition: number; start: number; end: number }[],
): Promise<PartitionLag[]> {
  const { rows } = await database.query(
    'SELECT topic, partition, next_offset FROM log_positions WHERE group_name = $1',
    [group],
  );
  const positions = new Map(
    (rows as { topic: string; partition: number; next_offset: string }[]).map((row) => [
      `${row.topic}/${row.partition}`,
      Number(row.next_offset),
    ]),
  );
  return bounds.map(({ topic, partition, start, end }) => {
    const position = Math.max(positions.get(`${topic}/${partition}`) ?? start, start);
    return { topic, partition, position, end, lag: Math.max(0, end - position) };
  });
}
