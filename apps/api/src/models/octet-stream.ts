import { apiError } from '../http/api-error-status';

/** The media type of uploaded files. */
export const OCTET_STREAM = 'application/octet-stream';

/** OpenAPI: the body is a file. */
export const FILE_BODY = { schema: { type: 'string', format: 'binary' } } as const;

/** The bytes of an uploaded file. Throws `INPUT.UNSUPPORTED_TYPE` for another media type, `INPUT.TOO_LARGE`. */
export function fileOf(body: unknown, mostBytes: number): Buffer {
  if (!Buffer.isBuffer(body) || body.length === 0) {
    throw apiError('INPUT.UNSUPPORTED_TYPE', `the body is a file as ${OCTET_STREAM}`);
  }
  if (body.length > mostBytes) {
    throw apiError('INPUT.TOO_LARGE', `${body.length} bytes, at most ${mostBytes} are taken`);
  }
  return body;
}
