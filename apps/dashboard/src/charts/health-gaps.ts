export interface HealthPoint {
  readonly t: number;
  readonly health: number | null;
}

export interface HealthGap {
  readonly from: number;
  readonly to: number;
}

/**
 * Stretches in which nothing is known of a part's health, rising and apart: after a repair, or at the very start, there is
 * too little data to tell. Each reaches from the last known health to the next one, or to `until`. Times in ms.
 */
export function healthGaps(history: readonly HealthPoint[], until: number): HealthGap[] {
  const gaps: HealthGap[] = [];
  let from: number | null = null;
  history.forEach(({ t, health }, i) => {
    if (health === null) from ??= history[i - 1]?.t ?? t;
    else if (from !== null) {
      gaps.push({ from, to: t });
      from = null;
    }
  });
  return from === null ? gaps : [...gaps, { from, to: Math.max(from, until) }];
}
