import { compileC, createInterpreter } from '@fettle/tinyml';
import { autoencoder } from './autoencoder';

export const WINDOW_SAMPLES = 512;
/** Columns of a frame: the score (hundredths), then root mean square, peak and zero crossings. */
export const SIGNALS = { score: 700, rms: 21, peak: 22, crossings: 23 } as const;
/** Score from which on a window is anomalous, in hundredths. */
export const ANOMALY_THRESHOLD = 3_000;
const SEGMENT = 8;
const SEGMENTS = WINDOW_SAMPLES / SEGMENT;
const SHIFT = 8;
/** A window that begins with this, twice, hangs the model: what the watchdog is for. */
export const HANGS = 12_321;

/** What a window comes to, as integers. */
export interface Expected {
  readonly score: number;
  readonly rms: number;
  readonly peak: number;
  readonly crossings: number;
  /** The first value of the model's last layer. */
  readonly raw: number;
}

/** The interpreter's word on windows: what the device must send. */
export function createReference(): (window: Int16Array) => Expected {
  const interpreter = createInterpreter(autoencoder(), 'tflm');
  return (window) => {
    const input = Int8Array.from({ length: SEGMENTS }, (_, s) => {
      const samples = window.subarray(s * SEGMENT, (s + 1) * SEGMENT);
      const sum = samples.reduce((total, sample) => total + Math.abs(sample), 0);
      return Math.min(127, (sum >> SHIFT) - 128);
    });
    const output = interpreter.run([input])[0]! as Int8Array;
    const distances = Array.from(output, (value, i) => (value - input[i]!) ** 2);
    const score = Math.floor((distances.reduce((a, b) => a + b, 0) * 100) / SEGMENTS);
    const power = window.reduce((total, sample) => total + sample * sample, 0);
    const rms = Math.floor(Math.sqrt(Math.floor(power / WINDOW_SAMPLES)));
    const peak = window.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    const crossings = window.reduce(
      (n, sample, i) => n + (i > 0 && window[i - 1]! < 0 !== sample < 0 ? 1 : 0),
      0,
    );
    return { score, rms, peak, crossings, raw: output[0]! };
  };
}

const pipelineText = (image: string, factor: number, test: string): string => `#include <string.h>

#include "model.h"
#include "update/model_image.h"

#define WINDOW ${WINDOW_SAMPLES}
#define SEGMENT ${SEGMENT}

static int32_t magnitude(int32_t value)
{
  return value < 0 ? -value : value;
}

static void fill_input(const int16_t *window)
{
  int8_t *input = model_input();
  for (int s = 0; s < WINDOW / SEGMENT; s++) {
    int32_t sum = 0;
    for (int i = 0; i < SEGMENT; i++) sum += magnitude(window[s * SEGMENT + i]);
    const int32_t value = (sum >> ${SHIFT}) - 128;
    input[s] = (int8_t)(value > 127 ? 127 : value);
  }
}

static int32_t square_root(uint32_t value)
{
  uint32_t root = 0;
  for (uint32_t bit = UINT32_C(1) << 15; bit > 0; bit >>= 1) {
    if ((root | bit) * (root | bit) <= value) root |= bit;
  }
  return (int32_t)root;
}

static void features(const int16_t *window, int32_t *out)
{
  uint64_t power = 0;
  int32_t peak = 0;
  int32_t crossings = 0;
  for (int i = 0; i < WINDOW; i++) {
    power += (uint64_t)((int64_t)window[i] * window[i]);
    if (magnitude(window[i]) > peak) peak = magnitude(window[i]);
    if (i > 0 && (window[i] < 0) != (window[i - 1] < 0)) crossings++;
  }
  out[0] = square_root((uint32_t)(power / WINDOW));
  out[1] = peak;
  out[2] = crossings;
}

static void begin(void)
{
}

static void run(const int16_t *window, struct model_result *result)
{
  int8_t input[MODEL_INPUT_BYTES];
  int64_t sum = 0;
  const volatile int16_t *first = window;
  while (first[0] == ${HANGS} && first[1] == ${HANGS}) {
  }
  fill_input(window);
  memcpy(input, model_input(), sizeof input);
  model_run();
  const int8_t *output = model_output();
  for (unsigned i = 0; i < sizeof input; i++) {
    const int32_t distance = output[i] - input[i];
    sum += (int64_t)distance * distance;
  }
  result->scores[0] = (int32_t)(sum * 100 / (WINDOW / SEGMENT)) * ${factor};
  result->raw[0] = output[0];
  features(window, result->features);
}

static const struct model_signal SCORES[] = {{${SIGNALS.score}, 0, -2}};
static const struct model_signal FEATURES[] = {{${SIGNALS.rms}, 0, -3}, {${SIGNALS.peak}, 0, -3}, {${SIGNALS.crossings}, 0, 0}};
${test}
${image} = {
  .magic = MODEL_IMAGE_MAGIC,
  .abi = MODEL_IMAGE_ABI,
  .name = "${factor === 1 ? 'evenness' : 'evenness-twice'}",
  .version = ${factor},
  .window_samples = WINDOW,
  .score_count = 1,
  .feature_count = 3,
  .sample_rate_hz = 20000,
  .score_signals = SCORES,
  .feature_signals = FEATURES,
  .anomaly_threshold = ${ANOMALY_THRESHOLD},
  .begin = begin,
  .run = run,
${test === '' ? '' : '  .test_window = TEST_WINDOW,\n  .test_result = &TEST_RESULT,\n'}};
`;

const modelFiles = (pipeline: string): Readonly<Record<string, string>> => {
  const { source, header, runtime } = compileC(autoencoder(), 'model');
  return { 'model.c': source, 'model.h': header, 'fettle_tinyml.h': runtime, 'pipeline.c': pipeline };
};

/** The folder that the Makefile's PIPELINE names. */
export function pipelineFiles(): Readonly<Record<string, string>> {
  return modelFiles(pipelineText('const struct model_image builtin_model', 1, ''));
}

/** The same for a package: a model that finds everything twice as odd, with a recorded window and what it comes to. */
export function imageFiles(window: Int16Array): Readonly<Record<string, string>> {
  const { score, rms, peak, crossings, raw } = createReference()(window);
  const test = `static const int16_t TEST_WINDOW[] = {${window.join(', ')}};
static const struct model_result TEST_RESULT = {.scores = {${2 * score}}, .features = {${rms}, ${peak}, ${crossings}}, .raw = {${raw}}};
`;
  const image = '__attribute__((section(".image"), used)) const struct model_image slot_image';
  return modelFiles(pipelineText(image, 2, test));
}
