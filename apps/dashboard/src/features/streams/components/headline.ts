import type { StreamsResponse } from '@fettle/contracts';
import { shortCount } from '../../../charts/number-format';
import { longDuration } from '../../../time/relative-time';

/** Records that wait before somebody should look: a few seconds of a busy stream. */
const LAG_TO_TELL = 10_000;

/** The platform in one line: keeping up, behind and by how much, or without anything to do. */
export function streamsHeadline({ consumers, rates, watermark, totals }: StreamsResponse): string {
  const worst = [...consumers].sort((a, b) => b.lag - a.lag)[0];
  if (worst !== undefined && worst.lag >= LAG_TO_TELL)
    return `${worst.group} is ${shortCount(worst.lag)} records behind`;
  if (totals.readings === 0) return 'No reading has come in yet';
  if (rates.readingsPerSecond === 0) {
    return watermark.ageMs === null
      ? 'Nothing is coming in'
      : `Nothing is coming in; the newest reading is ${longDuration(watermark.ageMs)} old`;
  }
  return 'Keeping up';
}
