import type { AlertRuleResponse } from '@fettle/contracts';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { PageHead } from '../../../components/page-head';
import { EmptyNote, ErrorNote, SkeletonRows } from '../../../components/screen-states';
import { useDomains } from '../../../domains/domains';
import { asApiError } from '../../../http/api-error';
import { useMay } from '../../../session/session';
import { asRequest, useDeleteRule, useRulePreview, useRules, useSaveRule } from '../api/rules';
import { draftOf, freshRule, ruleOf } from '../components/draft';
import { PreviewPanel } from '../components/preview-panel';
import { RuleEditor } from '../components/rule-editor';
import styles from '../components/rules.module.css';

/** What would this threshold do? */
export default function Rule() {
  const { ruleId } = useParams({ from: '/app/rules/$ruleId' });
  const rules = useRules();
  const domains = useDomains();
  if (rules.error !== null && rules.data === undefined) {
    return <ErrorNote error={rules.error} what="this rule" onRetry={() => void rules.refetch()} />;
  }
  if (rules.data === undefined || domains.length === 0) return <SkeletonRows rows={5} height={88} />;
  const saved = rules.data.find((rule) => rule.id === ruleId) ?? null;
  if (saved === null && ruleId !== 'new')
    return <EmptyNote title="There is no such rule">It may have been deleted.</EmptyNote>;
  return <RulePage key={ruleId} saved={saved} />;
}

function Delete({ rule }: { rule: AlertRuleResponse }) {
  const [asked, setAsked] = useState(false);
  const remove = useDeleteRule();
  const navigate = useNavigate();
  if (!asked) {
    return (
      <Button variant="subtle" onClick={() => setAsked(true)}>
        Delete
      </Button>
    );
  }
  return (
    <Button
      variant="default"
      loading={remove.isPending}
      onClick={() => remove.mutate(rule.id, { onSuccess: () => void navigate({ to: '/rules' }) })}
    >
      Really delete? Its alerts stay
    </Button>
  );
}

function RulePage({ saved }: { saved: AlertRuleResponse | null }) {
  const domains = useDomains();
  const navigate = useNavigate();
  const mayEdit = useMay('operator');
  const save = useSaveRule();
  const [draft, setDraft] = useState(() =>
    draftOf(saved === null ? freshRule(domains[0]?.assetTypes[0]) : asRequest(saved)),
  );
  const rule = ruleOf(draft);
  const [settled] = useDebouncedValue(rule, 400);
  // A preview does not hang on the name: typing one asks nothing.
  const asked = useMemo(() => ({ ...(settled ?? draft.rule), name: 'draft' }), [settled, draft.rule]);
  const preview = useRulePreview(asked, saved?.id ?? null, settled !== null && asked.assetTypeId !== '');
  const missing =
    rule === null ? 'The limit is not a number.' : rule.name.trim() === '' ? 'Give it a name first.' : null;
  const submit = (): void => {
    if (rule === null) return;
    save.mutate(
      { saved, rule },
      {
        onSuccess: ({ name, version }) => {
          notifications.show({ message: `Saved: ${name}, version ${version}. It holds from now on.` });
          void navigate({ to: '/rules' });
        },
      },
    );
  };
  const refused = save.error === null ? null : asApiError(save.error);
  return (
    <>
      <PageHead
        title={saved === null ? 'New rule' : saved.name}
        note={saved === null ? undefined : `Version ${saved.version}`}
      />
      <div className={styles['split']}>
        <div className={styles['editor']}>
          <RuleEditor draft={draft} domains={domains} isNew={saved === null} onChange={setDraft} />
          {refused !== null && (
            <p role="alert">
              {refused.status === 409
                ? 'Somebody changed this rule meanwhile. Open it anew and look at their change first.'
                : refused.message}{' '}
              <code>{refused.code}</code>
            </p>
          )}
          {mayEdit ? (
            <div className={styles['actions']}>
              <Button onClick={submit} disabled={missing !== null} loading={save.isPending}>
                {saved === null ? 'Save the rule' : 'Save the change'}
              </Button>
              {saved !== null && <Delete rule={saved} />}
              {missing !== null && <span className="soft small">{missing}</span>}
            </div>
          ) : (
            <p className="soft">You may try changes here; saving takes the role of an operator.</p>
          )}
        </div>
        <PreviewPanel
          preview={preview.data}
          stale={preview.isPlaceholderData || preview.isFetching}
          error={preview.error}
          onRetry={() => void preview.refetch()}
        />
      </div>
    </>
  );
}
