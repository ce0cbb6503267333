import type { Finding } from '@fettle/contracts';

/** What each kind of finding is called and what it means for the forecasts that learn from it. */
export const FINDING_WORDS: Readonly<Record<Finding, { readonly label: string; readonly meaning: string }>> =
  {
    confirmed_fault: {
      label: 'The fault was there',
      meaning: 'The part was failing; it was repaired or replaced.',
    },
    false_alarm: { label: 'False alarm', meaning: 'The part is fine; nothing was done to it.' },
    other: {
      label: 'Something else',
      meaning: 'Another cause, or a visit that tells nothing about the part.',
    },
  };
