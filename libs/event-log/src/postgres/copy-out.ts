import { AppError } from '@fettle/kernel';
import { Query, type Pool } from 'pg';

const SIGNATURE_BYTES = 11;
const HEADER_BYTES = SIGNATURE_BYTES + 8;

/** A `COPY … TO STDOUT`: pg hands its data out in chunks that are valid only during the call. */
class CopyOutQuery extends Query {
  readonly chunks: Buffer[] = [];

  handleCopyData(message: { chunk: Buffer }): void {
    this.chunks.push(Buffer.from(message.chunk));
  }
}

/**
 * Rows of a query as raw bytes per column, by `COPY (…) TO STDOUT (FORMAT binary)`. pg reads ordinary results as text, in which bytea
 * comes as hexadecimal, twice its size. `sql` must carry its literals: COPY takes no parameters.
 */
export async function copyOut(pool: Pool, sql: string): Promise<Buffer[][]> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    const query = new CopyOutQuery(`COPY (${sql}) TO STDOUT (FORMAT binary)`);
    await new Promise<void>((resolve, reject) => {
      query.once('end', () => resolve());
      query.once('error', reject);
      client.query(query);
    });
    return parseTuples(Buffer.concat(query.chunks));
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    client.release(failure);
  }
}

/** PostgreSQL documentation, COPY, "Binary Format": header, then per tuple a field count and length-prefixed fields, -1 at the end. */
export function parseTuples(data: Buffer): Buffer[][] {
  const rows: Buffer[][] = [];
  if (data.length < HEADER_BYTES) throw new AppError('LOG.CORRUPT', 'COPY ended before its header');
  let at = HEADER_BYTES + data.readInt32BE(HEADER_BYTES - 4);
  for (let fields = data.readInt16BE(at); fields >= 0; fields = data.readInt16BE(at)) {
    at += 2;
    const row: Buffer[] = [];
    for (let field = 0; field < fields; field++) {
      const length = data.readInt32BE(at);
      at += 4;
      row.push(data.subarray(at, at + length));
      at += length;
    }
    rows.push(row);
  }
  return rows;
}
