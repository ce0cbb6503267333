import type { TrainingProgress } from './train.types';

const BAR = 24;

/**
 * One line for a terminal: bar, epoch, loss, validation loss, samples a second, time to go. At most 100 columns for figures of
 * usual size. `elapsedMs` is the time since training began, and the caller's to measure.
 */
export function progressLine(progress: TrainingProgress, elapsedMs: number): string {
  const { epoch, epochs, loss, validationLoss, samplesDone, samplesInAll } = progress;
  const share = samplesInAll === 0 ? 1 : Math.min(1, samplesDone / samplesInAll);
  const full = Math.floor(share * BAR);
  const parts = [
    `[${'█'.repeat(full)}${'░'.repeat(BAR - full)}]`,
    `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`,
    `loss ${figure(loss)}`,
    ...(validationLoss === undefined ? [] : [`val ${figure(validationLoss)}`]),
    ...(elapsedMs > 0 ? [`${rate((samplesDone / elapsedMs) * 1000)}/s`] : []),
    ...(share > 0 && elapsedMs > 0 ? [`${duration((elapsedMs / share) * (1 - share))} to go`] : []),
  ];
  return parts.join('  ');
}

/** Four significant digits, in columns that do not jump. */
function figure(value: number): string {
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e4)) return value.toExponential(2);
  return value.toPrecision(4);
}

function rate(samples: number): string {
  if (samples >= 1e6) return `${(samples / 1e6).toFixed(1)}M`;
  return samples >= 1e3 ? `${(samples / 1e3).toFixed(1)}k` : samples.toFixed(0);
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
