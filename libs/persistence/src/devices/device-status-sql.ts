/** What stream knows of each device: one row a device, as a table expression with the columns the API shows. */
export const DEVICE_STATUS_SQL = `(
  SELECT tenant_id, device_id, asset_id, last_seen_ms::float8 AS last_seen_ms, clock_error_ms::float8 AS clock_error_ms,
    watermark_ms::float8 AS watermark_ms, gaps::float8 AS gaps, late::float8 AS late, duplicates::float8 AS duplicates,
    frames::float8 AS frames, readings::float8 AS readings FROM device_status)`;

/** Messages refused, one row a device and reason; counts of the last 400 days. */
export const REJECT_COUNTS_SQL = `(
  SELECT tenant_id, device_id, reason, sum(messages)::float8 AS count FROM reject_counts GROUP BY tenant_id, device_id, reason)`;
