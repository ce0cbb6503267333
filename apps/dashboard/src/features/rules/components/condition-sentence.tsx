import { inSentence } from '../../../forecast/sentences';
import {
  AGGREGATES,
  COMPARISONS,
  WINDOW_SIZES_MS,
  type AssetTypeResponse,
  type Condition,
  type ForecastCondition,
  type WindowCondition,
} from '@fettle/contracts';
import { draftOf, type Draft } from './draft';
import { InlineNumber, InlineSelect } from './inline-fields';
import { conditionUnit, forecastUnit, QUANTITY_WORDS, WINDOW_WORDS } from './rule-words';
import { AGGREGATE_WORDS, COMPARISON_WORDS } from '../../../domains/condition-words';

interface ConditionSentenceProps {
  readonly draft: Draft;
  readonly type: AssetTypeResponse | undefined;
  readonly onChange: (draft: Draft) => void;
}

const options = <T extends string>(words: Readonly<Record<T, string>>, values: readonly T[]) =>
  values.map((value) => ({ value, label: words[value] }));

const QUANTITIES = Object.keys(QUANTITY_WORDS) as ForecastCondition['quantity'][];

function WindowPart({
  condition,
  type,
  onChange,
}: {
  condition: WindowCondition;
  type: AssetTypeResponse | undefined;
  onChange: (next: Condition) => void;
}) {
  const signals = type?.signals ?? [];
  const windows = WINDOW_SIZES_MS.map((ms) => ({ value: String(ms), label: WINDOW_WORDS[ms] ?? String(ms) }));
  return (
    <>
      <InlineSelect
        label="Aggregate"
        value={condition.aggregate}
        options={options(AGGREGATE_WORDS, AGGREGATES)}
        onChange={(aggregate) => onChange({ ...condition, aggregate })}
      />
      {' of '}
      <InlineSelect
        label="Signal"
        value={condition.signal}
        options={signals.map((signal) => ({ value: signal.name, label: inSentence(signal.label) }))}
        onChange={(signal) => onChange({ ...condition, signal })}
      />
      {' over '}
      <InlineSelect
        label="Window"
        value={String(condition.windowMs)}
        options={windows}
        onChange={(value) =>
          onChange({
            ...condition,
            windowMs: WINDOW_SIZES_MS.find((ms) => String(ms) === value) ?? condition.windowMs,
          })
        }
      />
    </>
  );
}

function ForecastPart({
  condition,
  type,
  onChange,
}: {
  condition: ForecastCondition;
  type: AssetTypeResponse | undefined;
  onChange: (next: Condition) => void;
}) {
  const parts = [
    { value: '', label: 'any part' },
    ...(type?.components ?? []).map(({ id, label }) => ({ value: id, label: inSentence(label) })),
  ];
  return (
    <>
      <InlineSelect
        label="Forecast quantity"
        value={condition.quantity}
        options={options(QUANTITY_WORDS, QUANTITIES)}
        onChange={(quantity) => onChange({ ...condition, quantity })}
      />
      {' of '}
      <InlineSelect
        label="Part"
        value={condition.component ?? ''}
        options={parts}
        onChange={(component) => {
          const { component: _before, ...rest } = condition;
          onChange(component === '' ? rest : { ...rest, component });
        }}
      />
    </>
  );
}

/** The condition as part of a sentence, every word of it that matters changeable in place. */
export function ConditionSentence({ draft, type, onChange }: ConditionSentenceProps) {
  const { condition } = draft.rule;
  const change = (next: Condition): void => {
    const kept = { ...draft, rule: { ...draft.rule, condition: next } };
    const otherUnit =
      next.kind === 'forecast' &&
      condition.kind === 'forecast' &&
      forecastUnit(next.quantity).unit !== forecastUnit(condition.quantity).unit;
    // A chance of 50 does not become 50 days: with another unit the numbers start anew.
    onChange(
      otherUnit
        ? draftOf({
            ...draft.rule,
            condition: {
              ...next,
              threshold: forecastUnit(next.quantity).factor * (next.quantity.startsWith('p') ? 50 : 7),
            },
          })
        : kept,
    );
  };
  return (
    <>
      {condition.kind === 'window' ? (
        <WindowPart condition={condition} type={type} onChange={change} />
      ) : (
        <ForecastPart condition={condition} type={type} onChange={change} />
      )}
      {' is '}
      <InlineSelect
        label="Comparison"
        value={condition.comparison}
        options={options(COMPARISON_WORDS, COMPARISONS)}
        onChange={(comparison) => change({ ...condition, comparison })}
      />{' '}
      <InlineNumber
        label="Limit"
        text={draft.threshold}
        unit={conditionUnit(condition, type)}
        onChange={(threshold) => onChange({ ...draft, threshold })}
      />
    </>
  );
}
