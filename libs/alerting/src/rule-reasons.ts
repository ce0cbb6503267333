/** Why a rule did or did not do something with an observation. Silence has a name. */
export const RULE_REASONS = [
  'RULE.FIRED',
  'RULE.STILL_FIRING',
  'RULE.NOT_MET',
  'RULE.PENDING',
  'RULE.NOT_RECOVERED',
  'RULE.RECOVERED',
  'RULE.AWAITING_RECOVERY',
  'RULE.ALREADY_SEEN',
  'RULE.NO_DATA',
  'RULE.CHANGED',
  'RULE.DISABLED',
  'RULE.DELETED',
] as const;
export type RuleReason = (typeof RULE_REASONS)[number];
