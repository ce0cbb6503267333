import type { PreviewAlertRuleResponse } from '@fettle/contracts';
import { longDuration } from '../../../time/relative-time';

/** A weekly rate as a person counts: `none`, `1 a month`, `2.5 a week`. */
export function perWeek(rate: number): string {
  if (rate === 0) return 'none';
  if (rate < 0.5) return `${Math.max(1, Math.round(rate * 4.35))} a month`;
  return `${rate < 10 ? Number(rate.toFixed(1)) : Math.round(rate)} a week`;
}

/** What it means that there is nothing to draw: no alert, and no failure that one was missing for. */
export function quietWords({ assets, from, to }: PreviewAlertRuleResponse): string {
  if (assets === 0) return 'There is no machine of this kind yet, so there is nothing to try the rule on.';
  const machines = assets === 1 ? 'The one machine of this kind' : `Each of the ${assets} machines`;
  const time = longDuration(Date.parse(to) - Date.parse(from));
  return `${machines} stayed within the limit all ${time}, and no finding confirmed a failure in that time. Move the limit to see from where on it would have fired.`;
}

/** The preview's answer in one sentence: how often it would have fired, and how that compares with today's rule. */
export function previewSentence(preview: PreviewAlertRuleResponse): string {
  const weeks = longDuration(Date.parse(preview.to) - Date.parse(preview.from));
  if (preview.alertCount === 0) {
    const was = preview.compared?.alertCount ?? 0;
    return `Would not have fired once in ${weeks}${was > 0 ? `; today’s rule fired ${was} times` : ''}.`;
  }
  const times = preview.alertCount === 1 ? 'once' : `${preview.alertCount} times`;
  const open = longDuration(preview.openMs / preview.alertCount);
  const base = `Would have fired ${times} in ${weeks}, ${perWeek(preview.alertsPerWeek)}, open for ${open} on average`;
  if (preview.compared === null) return `${base}.`;
  const change = preview.alertCount - preview.compared.alertCount;
  if (change === 0) return `${base}: as often as today’s rule.`;
  return `${base}: ${Math.abs(change)} ${change > 0 ? 'more' : 'fewer'} than today’s rule.`;
}
