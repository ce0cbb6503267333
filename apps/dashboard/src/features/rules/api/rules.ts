import {
  alertRuleListResponseSchema,
  alertRuleResponseSchema,
  previewAlertRuleResponseSchema,
  type AlertRuleResponse,
  type CreateAlertRuleRequest,
} from '@fettle/contracts';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { queryKeys } from '../../../http/query-keys';
import { request } from '../../../http/request';

/** Every rule of the tenant (at most 1,000). */
export function useRules() {
  return useQuery({
    queryKey: queryKeys.rules,
    queryFn: async ({ signal }) =>
      (await request(alertRuleListResponseSchema, '/alert-rules', { signal, query: { limit: 1000 } })).items,
  });
}

/** What an unsaved rule would have done over the last 28 days, beside what the saved one did. Saves nothing. */
export function useRulePreview(
  rule: CreateAlertRuleRequest,
  compareWithRuleId: string | null,
  ready: boolean,
) {
  return useQuery({
    queryKey: queryKeys.rulePreview({ rule, compareWithRuleId }),
    queryFn: ({ signal }) =>
      request(previewAlertRuleResponseSchema, '/alert-rules/preview', {
        signal,
        method: 'POST',
        body: compareWithRuleId === null ? { rule } : { rule, compareWithRuleId },
      }),
    enabled: ready,
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  });
}

/** A saved rule as a request that would save it as it is. */
export function asRequest(rule: AlertRuleResponse): CreateAlertRuleRequest {
  const { name, severity, condition, pendingMs, assetTypeId, assetIds, enabled } = rule;
  return { name, severity, condition, pendingMs, assetTypeId, assetIds, enabled };
}

export interface RuleToSave {
  /** The rule that is changed, with the version the change was made on; null for a new one. */
  readonly saved: Pick<AlertRuleResponse, 'id' | 'version'> | null;
  readonly rule: CreateAlertRuleRequest;
}

/** Creates or changes a rule. A change made on an old version is refused with 409. */
export function useSaveRule() {
  const client = useQueryClient();
  return useMutation({
    networkMode: 'always',
    retry: false,
    mutationFn: ({ saved, rule }: RuleToSave) =>
      saved === null
        ? request(alertRuleResponseSchema, '/alert-rules', { method: 'POST', body: rule })
        : request(alertRuleResponseSchema, `/alert-rules/${saved.id}`, {
            method: 'PUT',
            body: { ...rule, version: saved.version },
          }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.rules }),
  });
}

/** Deletes a rule; its alerts stay. */
export function useDeleteRule() {
  const client = useQueryClient();
  return useMutation({
    networkMode: 'always',
    retry: false,
    mutationFn: (id: string) => request(z.unknown(), `/alert-rules/${id}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.rules }),
  });
}
