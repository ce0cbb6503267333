import { URGENCIES, URGENCY_THRESHOLDS } from '@fettle/contracts';

/** Rank of a row of `forecasts`, 0 the most urgent: the same answer as `urgencyOf`, for sorting and counting in SQL. */
export function urgencyRankSql(alias: string): string {
  const rows = URGENCY_THRESHOLDS.map(
    ({ urgency, quantity, atLeast }) =>
      `WHEN ${alias}.${quantity} >= ${atLeast} THEN ${URGENCIES.indexOf(urgency)}`,
  );
  const learning = `WHEN ${alias}.p7d IS NULL OR ${alias}.p30d IS NULL THEN ${URGENCIES.indexOf('learning')}`;
  return `CASE ${learning} ${rows.join(' ')} ELSE ${URGENCIES.indexOf('healthy')} END`;
}

/** When half of such components will have failed, epoch ms; beyond all times where nothing can be said. */
export function dueSql(alias: string): string {
  return `coalesce(${alias}.at_ms + ${alias}.rul_p50 * 1000, 9e18)`;
}
