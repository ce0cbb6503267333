import type {
  AlertChanged,
  AlertEvidence,
  AlertEvidenceResponse,
  AlertResponse,
  LiveAlert,
} from '@fettle/contracts';
import type { StoredAlert } from '@fettle/persistence';
import { iso, isoOrNull } from '../http/instants';

/** The numbers that made an alert fire. */
export function showEvidence(evidence: AlertEvidence): AlertEvidenceResponse {
  const { quantity, value, comparison, threshold, windowMs, deviceId } = evidence;
  return {
    ...{ quantity, value, comparison, threshold, windowMs, deviceId },
    windowStart: isoOrNull(evidence.windowStartMs),
    heldSince: iso(evidence.heldSinceMs),
  };
}

/** An alert as it is pushed. */
export function showLiveAlert(alert: AlertChanged): LiveAlert {
  const { revision, ruleId, ruleVersion, ruleName, assetId, component, severity, state } = alert;
  return {
    ...{ revision, ruleId, ruleVersion, ruleName, assetId, component, severity, state },
    id: alert.alertId,
    firedAt: iso(alert.firedAtMs),
    changedAt: iso(alert.changedAtMs),
    resolvedAt: isoOrNull(alert.resolvedAtMs),
    evidence: showEvidence(alert.evidence),
  };
}

/** An alert as REST shows it. */
export function showAlert(alert: StoredAlert): AlertResponse {
  const { assetName, domain, siteName, acknowledgedBy, resolvedBy } = alert;
  return {
    ...showLiveAlert(alert),
    ...{ assetName, domain, siteName, acknowledgedBy, resolvedBy },
    acknowledgedAt: isoOrNull(alert.acknowledgedAtMs),
  };
}
