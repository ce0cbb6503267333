import { WITHIN_C } from '../c-clamping';
import { ARENA_TYPES_C } from '../c-types';
import { CBackEnd } from '../operator';
import { zeroPointOf } from '../quantized';
import { SvdfOptions, svdfSize, toMemory, toOutput } from './geometry';

const SVDF_C = `typedef struct {
  int32_t batches;
  int32_t inputs;
  int32_t filters;
  int32_t memory;
  int32_t rank;
  int32_t x_zero;
  int32_t memory_multiplier;
  int32_t memory_shift;
  int32_t y_multiplier;
  int32_t y_shift;
  int32_t y_zero;
} fettle_svdf_layer;

/* Every filter reduces the input to a number, remembers the last of them, and weighs them over time. */
static inline void fettle_svdf(const fettle_svdf_layer *layer, const int8_t *x, const int8_t *feature,
                               const fettle_int16 *time, const int32_t *biases, fettle_int16 *state, int8_t *y)
{
  const int32_t remembered = layer->batches * layer->filters * layer->memory;
  memmove(state, state + 1, (uint32_t)(remembered - 1) * sizeof(fettle_int16));
  for (int32_t i = 0; i < layer->batches * layer->filters; i++) {
    const int8_t *row = x + i / layer->filters * layer->inputs;
    const int8_t *weights = feature + i % layer->filters * layer->inputs;
    int32_t sum = 0;
    for (int32_t j = 0; j < layer->inputs; j++) {
      sum = fettle_add(sum, (row[j] - layer->x_zero) * weights[j]);
    }
    const int32_t scaled = fettle_rescale(sum, layer->memory_multiplier, layer->memory_shift);
    state[(i + 1) * layer->memory - 1] = (fettle_int16)fettle_within(scaled, -32768, 32767);
  }
  const int32_t units = layer->filters / layer->rank;
  const int32_t run = layer->rank * layer->memory;
  for (int32_t i = 0; i < layer->batches * units; i++) {
    int32_t sum = biases[i % units];
    for (int32_t j = 0; j < run; j++) {
      sum = fettle_add(sum, state[i * run + j] * time[i % units * run + j]);
    }
    const int32_t scaled = fettle_rescale(sum, layer->y_multiplier, layer->y_shift);
    y[i] = (int8_t)(fettle_within(scaled, -128 - layer->y_zero, 127 - layer->y_zero) + layer->y_zero);
  }
}
`;

export const svdfC: CBackEnd<SvdfOptions> = {
  functions: [ARENA_TYPES_C, WITHIN_C, SVDF_C],
  emit: (site, layer) => {
    const { batches, inputs, filters, memory, units } = svdfSize(site);
    const [x, feature, time, state, y] = [
      site.input(0),
      site.input(1),
      site.input(2),
      site.input(4),
      site.output(0),
    ];
    const [remember, weigh] = [toMemory(site), toOutput(site)];
    const constants = layer.structure('svdf', 'fettle_svdf_layer', {
      batches,
      inputs,
      filters,
      memory,
      rank: site.options.rank,
      x_zero: zeroPointOf(site, x),
      memory_multiplier: remember.multiplier,
      memory_shift: remember.shift,
      y_multiplier: weigh.multiplier,
      y_shift: weigh.shift,
      y_zero: zeroPointOf(site, y),
    });
    const bias = site.optionalInput(3);
    const biases =
      bias === undefined ? layer.array('biases', 'int32_t', new Int32Array(units)) : layer.values(bias);
    const operands = [layer.values(x), layer.values(feature), layer.values(time), biases];
    return `fettle_svdf(${[constants, ...operands, layer.values(state), layer.values(y)].join(', ')});`;
  },
};
