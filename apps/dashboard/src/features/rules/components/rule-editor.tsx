import { inSentence } from '../../../forecast/sentences';
import { SEVERITIES, type AssetTypeResponse, type DomainResponse } from '@fettle/contracts';
import { SegmentedControl, TextInput } from '@mantine/core';
import { findAssetType } from '../../../domains/domains';
import { ConditionSentence } from './condition-sentence';
import { conditionOfKind, draftOf, type Draft } from './draft';
import { InlineNumber, InlineSelect } from './inline-fields';
import { conditionUnit, PENDING_CHOICES, pendingWords, SEVERITY_WORDS } from './rule-words';
import styles from './rules.module.css';

interface RuleEditorProps {
  readonly draft: Draft;
  readonly domains: readonly DomainResponse[];
  readonly isNew: boolean;
  readonly onChange: (draft: Draft) => void;
}

function TypeChoice({ draft, domains, onChange }: Omit<RuleEditorProps, 'isNew'>) {
  const types = domains.flatMap((domain) => domain.assetTypes);
  const choose = (id: string): void => {
    const type: AssetTypeResponse | undefined = findAssetType(domains, id);
    onChange(
      draftOf({
        ...draft.rule,
        assetTypeId: id,
        assetIds: null,
        condition: conditionOfKind(draft.rule.condition.kind, type),
      }),
    );
  };
  return (
    <InlineSelect
      label="Kind of machine"
      value={draft.rule.assetTypeId}
      options={types.map(({ id, label }) => ({ value: id, label: inSentence(label) }))}
      onChange={choose}
    />
  );
}

/** A rule as one sentence whose parts can be changed. */
export function RuleEditor({ draft, domains, isNew, onChange }: RuleEditorProps) {
  const { rule } = draft;
  const type = findAssetType(domains, rule.assetTypeId);
  const pending = [...new Set([...PENDING_CHOICES, rule.pendingMs])].sort((a, b) => a - b);
  return (
    <div className={styles['editor']}>
      <TextInput
        label="Name"
        placeholder="What a crew should read when it fires"
        value={rule.name}
        maxLength={120}
        onChange={(event) => onChange({ ...draft, rule: { ...rule, name: event.currentTarget.value } })}
      />
      <SegmentedControl
        aria-label="What the rule looks at"
        value={rule.condition.kind}
        onChange={(kind) =>
          onChange(
            draftOf({ ...rule, condition: conditionOfKind(kind === 'window' ? 'window' : 'forecast', type) }),
          )
        }
        data={[
          { value: 'forecast', label: 'A forecast' },
          { value: 'window', label: 'A measured value' },
        ]}
      />
      <p className={styles['sentence']}>
        {'On every '}
        {isNew ? (
          <TypeChoice draft={draft} domains={domains} onChange={onChange} />
        ) : (
          <strong>{inSentence(type?.label ?? rule.assetTypeId)}</strong>
        )}
        {rule.assetIds !== null && ` of the ${rule.assetIds.length} chosen`}
        {', when '}
        <ConditionSentence draft={draft} type={type} onChange={onChange} />{' '}
        <InlineSelect
          label="Pending period"
          value={String(rule.pendingMs)}
          options={pending.map((ms) => ({ value: String(ms), label: pendingWords(ms) }))}
          onChange={(ms) => onChange({ ...draft, rule: { ...rule, pendingMs: Number(ms) } })}
        />
        {', raise '}
        <InlineSelect
          label="Severity"
          value={rule.severity}
          options={SEVERITIES.map((value) => ({ value, label: SEVERITY_WORDS[value] }))}
          onChange={(severity) => onChange({ ...draft, rule: { ...rule, severity } })}
        />
        {'. It resolves once back beyond '}
        <InlineNumber
          label="Recovery limit"
          text={draft.recovery}
          placeholder="the limit"
          unit={conditionUnit(rule.condition, type)}
          onChange={(recovery) => onChange({ ...draft, recovery })}
        />
        .
      </p>
    </div>
  );
}
