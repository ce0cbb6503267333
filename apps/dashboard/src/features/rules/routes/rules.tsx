import { SEVERITIES, type AlertRuleResponse } from '@fettle/contracts';
import { Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Link } from '@tanstack/react-router';
import { LinkButton } from '../../../components/link-button';
import { PageHead } from '../../../components/page-head';
import { EmptyNote, ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { StateShape } from '../../../components/urgency-mark';
import { useListKeys } from '../../../components/use-list-keys';
import { findAssetType, useDomains, wordingOf } from '../../../domains/domains';
import { asApiError } from '../../../http/api-error';
import { useMay } from '../../../session/session';
import { asRequest, useRules, useSaveRule } from '../api/rules';
import { conditionSentence } from '../components/rule-words';
import styles from '../components/rules.module.css';

function Line({ rule, index, mayEdit }: { rule: AlertRuleResponse; index: number; mayEdit: boolean }) {
  const type = findAssetType(useDomains(), rule.assetTypeId);
  const save = useSaveRule();
  const enable = (enabled: boolean): void =>
    save.mutate(
      { saved: rule, rule: { ...asRequest(rule), enabled } },
      {
        onError: (error) =>
          notifications.show({
            title: 'Not changed',
            message: `${asApiError(error).message} (${asApiError(error).code})`,
          }),
      },
    );
  return (
    <li className={styles['line']} data-row={index} data-enabled={rule.enabled}>
      <StateShape shape={rule.severity} size={18} />
      <span className={styles['cell']}>
        <Link to="/rules/$ruleId" params={{ ruleId: rule.id }} className={styles['main']} data-row-main>
          {rule.name}
          <span className="visually-hidden">, {rule.severity}</span>
        </Link>
        <span className="small soft">{conditionSentence(rule, wordingOf(type), type)}</span>
      </span>
      <span className={styles['cell']}>
        <span>{type?.label ?? rule.assetTypeId}</span>
        <span className="small soft">
          {rule.assetIds === null ? 'all of them' : `${rule.assetIds.length} chosen`}
        </span>
      </span>
      <Switch
        checked={save.isPending ? !rule.enabled : rule.enabled}
        disabled={!mayEdit}
        onChange={(event) => enable(event.currentTarget.checked)}
        aria-label={`${rule.name} is on`}
        label={rule.enabled ? 'on' : 'off'}
        size="md"
      />
    </li>
  );
}

/** Which limits are watched? */
export default function Rules() {
  const rules = useRules();
  const mayEdit = useMay('operator');
  const items = [...(rules.data ?? [])].sort(
    (a, b) =>
      a.assetTypeId.localeCompare(b.assetTypeId) ||
      SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
      a.name.localeCompare(b.name),
  );
  useListKeys({ count: items.length });
  const on = items.filter((rule) => rule.enabled).length;
  return (
    <>
      <PageHead
        title={rules.data === undefined ? 'Rules' : `${on} of ${items.length} rules are watching`}
        actions={
          mayEdit && (
            <LinkButton to="/rules/$ruleId" params={{ ruleId: 'new' }}>
              New rule
            </LinkButton>
          )
        }
      />
      {rules.isPending && <SkeletonRows rows={8} height={64} />}
      {rules.error !== null && (
        <ErrorNote error={rules.error} what="the rules" onRetry={() => void rules.refetch()} />
      )}
      {rules.data !== undefined && items.length === 0 && (
        <EmptyNote title="No rules yet">
          Without a rule nothing fires. A rule can be tried on the last weeks before it is saved.
        </EmptyNote>
      )}
      {items.length > 0 && (
        <ul className={styles['lines']}>
          {items.map((rule, index) => (
            <Line key={rule.id} rule={rule} index={index} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
    </>
  );
}
