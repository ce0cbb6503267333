import type { ModelAccuracy, ModelResponse, ModelTask } from '@fettle/contracts';
import { measured } from '../../../charts/number-format';
import { capitalised, plainWords } from '../../../forecast/sentences';

interface MetricWords {
  readonly label: string;
  readonly meaning: string;
  readonly show: (value: number) => string;
  /** The figure within a sentence about the model. */
  readonly sentence: (value: string) => string;
}

const share = (value: number): string => `${Math.round(value * 1000) / 10} %`;

/** The measures that recipes give, in the words of who has to decide; others are shown by their name. */
const METRICS: Readonly<Record<string, MetricWords>> = {
  auc: {
    label: 'Tells sick from healthy (AUC)',
    meaning: 'how often a failing machine scores above a healthy one; 0.5 is chance',
    show: measured,
    sentence: (value) => `tells failing from healthy with an AUC of ${value}`,
  },
  detectedFailures: {
    label: 'Failures told of beforehand',
    meaning: 'share of failures with a lasting alarm before them',
    show: share,
    sentence: (value) => `told of ${value} of failures beforehand`,
  },
  leadTimeDays: {
    label: 'Days between alarm and failure',
    meaning: 'median over the failures told of',
    show: measured,
    sentence: (value) => `alarms ${value} days before a failure (median)`,
  },
  falseAlarmsPerAssetYear: {
    label: 'False alarms a machine and year',
    meaning: 'lasting alarms on machines on which nothing failed',
    show: measured,
    sentence: (value) => `gives ${value} false alarms a machine and year`,
  },
  leadTimeHours: {
    label: 'Hours between alarm and failure',
    meaning: 'from the first alarm to the failure',
    show: measured,
    sentence: (value) => `alarmed ${value} hours before the failure`,
  },
  firstTwoAlarmsLeadHours: {
    label: 'Hours, counting two alarms in a row',
    meaning: 'from the first two alarms in a row to the failure',
    show: measured,
    sentence: (value) => `alarmed twice in a row ${value} hours before the failure`,
  },
  aucAmongBearings: {
    label: 'Tells the sick bearing from its neighbours (AUC)',
    meaning: 'how often the failing one scores above the healthy ones beside it',
    show: measured,
    sentence: (value) => `tells the failing bearing from its neighbours with an AUC of ${value}`,
  },
  falseAlarmShare: {
    label: 'False alarms',
    meaning: 'share of healthy recordings at or above the threshold',
    show: share,
    sentence: (value) => `alarms falsely in ${value} of healthy recordings`,
  },
  missedAlarmShare: {
    label: 'Missed alarms',
    meaning: 'share of faulty recordings below the threshold',
    show: share,
    sentence: (value) => `misses ${value} of faulty recordings`,
  },
  alarmShareLastDay: {
    label: 'Alarms on the last day',
    meaning: 'share of the last recordings at or above the threshold',
    show: share,
    sentence: (value) => `alarms in ${value} of the last recordings`,
  },
  recordingAccuracy: {
    label: 'Right class by recording',
    meaning: 'share of recordings whose windows together got their true class',
    show: share,
    sentence: (value) => `is right about ${value} of recordings`,
  },
  f1: {
    label: 'F1',
    meaning: 'harmonic mean of precision and recall',
    show: measured,
    sentence: (value) => `reaches an F1 of ${value}`,
  },
  accuracy: {
    label: 'Right class',
    meaning: 'share of windows that got their true class',
    show: share,
    sentence: (value) => `is right in ${value} of windows`,
  },
  balancedAccuracy: {
    label: 'Right class, classes counted alike',
    meaning: 'mean over the classes of the share that was found',
    show: share,
    sentence: (value) => `is right in ${value} of windows, classes counted alike`,
  },
  macroF1: {
    label: 'Macro F1',
    meaning: 'harmonic mean of precision and recall, mean over the classes',
    show: measured,
    sentence: (value) => `reaches a macro F1 of ${value}`,
  },
};

/** `macroF1` as `Macro F1`. */
function unknownMetric(metric: string): MetricWords {
  const words = plainWords(metric.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('-', ' ')).toLowerCase();
  return {
    label: capitalised(words),
    meaning: '',
    show: measured,
    sentence: (value) => `has ${words} ${value}`,
  };
}

function wordsOf(metric: string): MetricWords {
  return METRICS[metric] ?? unknownMetric(metric);
}

/** A split after `judged`: `by machine: …` as it is, `on bearing 1, …`. */
export function judgedWords(split: string): string {
  return split.startsWith('by ') ? split : `on ${split}`;
}

export interface ShownAccuracy {
  readonly label: string;
  readonly meaning: string;
  readonly value: string;
  readonly split: string;
}

/** A measured figure as it is shown, with what it means and what it was judged on. */
export function showAccuracy({ metric, value, split }: ModelAccuracy): ShownAccuracy {
  const { label, meaning, show } = wordsOf(metric);
  return { label, meaning, value: show(value), split };
}

/** What each task gives, after `It`. */
const TASK_SENTENCES: Readonly<Record<ModelTask, string>> = {
  anomaly: 'scores how unusual its input is',
  classifier: 'names the class of its input',
  regressor: 'estimates a quantity',
  forecaster: 'forecasts what comes',
  other: 'computes an output',
};

export const TASK_WORDS: Readonly<Record<ModelTask, string>> = {
  anomaly: 'anomaly score',
  classifier: 'class',
  regressor: 'quantity',
  forecaster: 'forecast',
  other: 'other',
};

/** Where a model belongs and what it gives: `Rail, anomaly score`; empty for one of which nobody said either. */
export function kindWords({ task }: Pick<ModelResponse, 'task'>, domainLabel: string | null): string {
  const parts = [domainLabel ?? '', task === 'other' ? '' : TASK_WORDS[task]];
  return capitalised(parts.filter((part) => part !== '').join(', '));
}

/** What a model does, how well by its first figure, and on what that was judged, as one sentence. */
export function modelSentence({ task, accuracy }: Pick<ModelResponse, 'task' | 'accuracy'>): string {
  const does = `It ${TASK_SENTENCES[task]}`;
  const [first] = accuracy;
  if (first === undefined) return `${does}; how well, nobody has said.`;
  const { show, sentence } = wordsOf(first.metric);
  return `${does} and ${sentence(show(first.value))}, judged ${judgedWords(first.split)}.`;
}
