/** What stream knows of each device: one row a device, as a table expression with the columns the API shows. */
export const DEVICE_STATUS_SQL = `(
  SELECT NULL::uuid AS tenant_id, NULL::uuid AS device_id, NULL::uuid AS asset_id, NULL::float8 AS last_seen_ms,
    NULL::float8 AS clock_error_ms, NULL::float8 AS watermark_ms, 0::float8 AS gaps, 0::float8 AS late, 0::float8 AS duplicates,
    0::float8 AS frames, 0::float8 AS readings WHERE false)`;

/** Messages refused, one row a device and reason; the device is null for those that named none of the tenant's. */
export const REJECT_COUNTS_SQL = `(
  SELECT NULL::uuid AS tenant_id, NULL::uuid AS device_id, NULL::text AS reason, 0::float8 AS count WHERE false)`;
