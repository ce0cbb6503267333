import { powerOfTwo } from '../../arithmetic/power-of-two';
import { WITHIN_C } from '../c-clamping';
import { ARENA_TYPES_C } from '../c-types';
import { CBackEnd, CFields, CLayer, Operand, Site } from '../operator';
import { scaleOf, zeroPointOf } from '../quantized';
import { SQUASHING_16_C } from '../squashing-16.c99';
import { gateFactor } from './gate';
import { CELL_STATE, clipOf, GateOperands, gateOperands, HIDDEN_STATE, lstmSize } from './geometry';
import { stateStep, tableProducts } from './lstm-arithmetic';
import { LstmOptions } from './options';
import { outputFactor } from './output-rescaling';

const LSTM_TYPES_C = `/* What zero points add to the sums of a gate is in its biases already. */
typedef struct {
  const int8_t *x_weights;
  const int8_t *h_weights;
  const int32_t *x_biases;
  const int32_t *h_biases;
  int32_t x_multiplier;
  int32_t x_shift;
  int32_t h_multiplier;
  int32_t h_shift;
} fettle_lstm_gate;

/* Rows of the input and output are batch_step apart between sequences, and time_step within one. */
typedef struct {
  int32_t batches;
  int32_t times;
  int32_t batch_step;
  int32_t time_step;
  int32_t inputs;
  int32_t units;
  int32_t clip;
  int32_t state_multiplier;
  int32_t state_shift;
  int32_t keep_multiplier;
  int32_t keep_shift;
  int32_t learn_multiplier;
  int32_t learn_shift;
  int32_t y_multiplier;
  int32_t y_shift;
  int32_t y_zero;
  fettle_lstm_gate input;
  fettle_lstm_gate forget;
  fettle_lstm_gate cell;
  fettle_lstm_gate output;
} fettle_lstm_layer;
`;

const LSTM_C = `static inline int32_t fettle_saturate_16(int32_t value)
{
  return fettle_within(value, -32768, 32767);
}

static inline int32_t fettle_lstm_product(const int8_t *x, const int8_t *w, int32_t depth, int32_t bias)
{
  for (int32_t i = 0; i < depth; i++) {
    bias = fettle_add(bias, x[i] * w[i]);
  }
  return bias;
}

/* The sum of one unit of a gate in 12 fractional bits. */
static inline int32_t fettle_lstm_sum(const fettle_lstm_layer *layer, const fettle_lstm_gate *gate,
                                      const int8_t *x, const int8_t *h, int32_t unit)
{
  const int8_t *x_weights = gate->x_weights + unit * layer->inputs;
  const int8_t *h_weights = gate->h_weights + unit * layer->units;
  const int32_t from_x = fettle_lstm_product(x, x_weights, layer->inputs, gate->x_biases[unit]);
  const int32_t from_h = fettle_lstm_product(h, h_weights, layer->units, gate->h_biases[unit]);
  return fettle_saturate_16(fettle_saturate_16(fettle_rescale(from_x, gate->x_multiplier, gate->x_shift))
                            + fettle_saturate_16(fettle_rescale(from_h, gate->h_multiplier, gate->h_shift)));
}

/* One step of one sequence: gates see the hidden state of before; then the cell changes, and the output. */
static inline void fettle_lstm_step(const fettle_lstm_layer *layer, const int8_t *x, const int8_t *hidden,
                                    fettle_int16 *cell, int8_t *y)
{
  for (int32_t unit = 0; unit < layer->units; unit++) {
    const int32_t input = fettle_logistic_16(fettle_lstm_sum(layer, &layer->input, x, hidden, unit), 3, 0);
    const int32_t candidate = fettle_tanh_16(fettle_lstm_sum(layer, &layer->cell, x, hidden, unit), 3, 0);
    const int32_t forget = fettle_logistic_16(fettle_lstm_sum(layer, &layer->forget, x, hidden, unit), 3, 0);
    const int32_t output = fettle_logistic_16(fettle_lstm_sum(layer, &layer->output, x, hidden, unit), 3, 0);
    const int32_t learnt = fettle_rescale(input * candidate, layer->learn_multiplier, layer->learn_shift);
    const int32_t kept = fettle_rescale(forget * cell[unit], layer->keep_multiplier, layer->keep_shift);
    int32_t state = fettle_saturate_16(fettle_saturate_16(kept) + fettle_saturate_16(learnt));
    if (layer->clip != 0) {
      state = fettle_within(state, -layer->clip, layer->clip);
    }
    cell[unit] = (fettle_int16)state;
    const int32_t squashed = fettle_tanh_16(state, layer->state_multiplier, layer->state_shift);
    const int32_t result = fettle_rescale(output * squashed, layer->y_multiplier, layer->y_shift);
    y[unit] = (int8_t)(fettle_within(result, -128 - layer->y_zero, 127 - layer->y_zero) + layer->y_zero);
  }
}

static inline void fettle_lstm(const fettle_lstm_layer *layer, const int8_t *x, int8_t *hidden,
                               fettle_int16 *cell, int8_t *y)
{
  for (int32_t batch = 0; batch < layer->batches; batch++) {
    for (int32_t time = 0; time < layer->times; time++) {
      const int32_t row = batch * layer->batch_step + time * layer->time_step;
      int8_t *result = y + row * layer->units;
      fettle_lstm_step(layer, x + row * layer->inputs, hidden, cell, result);
      memcpy(hidden, result, (uint32_t)layer->units);
    }
    hidden += layer->units;
    cell += layer->units;
  }
}
`;

const GATES = ['input', 'forget', 'cell', 'output'] as const;

export const unidirectionalSequenceLstmC: CBackEnd<LstmOptions> = {
  functions: [ARENA_TYPES_C, WITHIN_C, SQUASHING_16_C, LSTM_TYPES_C, LSTM_C],
  emit: (site, layer) => {
    const gates = gateOperands(site).map((operands, g) => [
      GATES[g]!,
      gateFields(site, layer, operands, GATES[g]!),
    ]);
    const constants = layer.structure('lstm', 'fettle_lstm_layer', {
      ...sizeFields(site),
      ...cellFields(site),
      ...(Object.fromEntries(gates) as CFields),
    });
    const [hidden, cell] = [site.input(HIDDEN_STATE), site.input(CELL_STATE)];
    const operands = [site.input(0), hidden, cell, site.output(0)].map((operand) => layer.values(operand));
    return `fettle_lstm(${constants}, ${operands.join(', ')});`;
  },
};

function sizeFields(site: Site<LstmOptions>): CFields {
  const { batches, times, inputs, units } = lstmSize(site);
  const { timeMajor } = site.options;
  return {
    batches,
    times,
    batch_step: timeMajor ? 1 : times,
    time_step: timeMajor ? batches : 1,
    inputs,
    units,
    clip: clipOf(site),
  };
}

function cellFields(site: Site<LstmOptions>): CFields {
  const exponent = powerOfTwo(scaleOf(site, site.input(CELL_STATE)))!;
  const state = stateStep(exponent);
  const { kept, learnt } = tableProducts(exponent);
  const { multiplier, shift, zero } = outputFactor(site, site.input(HIDDEN_STATE));
  return {
    state_multiplier: state.multiplier,
    state_shift: state.shift,
    keep_multiplier: kept.multiplier,
    keep_shift: kept.shift,
    learn_multiplier: learnt.multiplier,
    learn_shift: learnt.shift,
    y_multiplier: multiplier,
    y_shift: shift,
    y_zero: zero,
  };
}

function gateFields(site: Site, layer: CLayer, operands: GateOperands, name: string): CFields {
  const { input, inputWeights, hidden, hiddenWeights, bias } = operands;
  for (const { data } of [inputWeights, hiddenWeights, bias]) {
    if (data === undefined) layer.refuse('computed weights');
  }
  const [fromInput, fromHidden] = [
    gateFactor(site, input, inputWeights),
    gateFactor(site, hidden, hiddenWeights),
  ];
  const biases = bias.values as Int32Array;
  const folded = (role: string, vector: Operand, weights: Operand, own?: Int32Array): string =>
    layer.array(
      `${name}_${role}`,
      'int32_t',
      foldedBiases(weights, zeroPointOf(site, vector), biases.length, own),
    );
  return {
    x_weights: layer.values(inputWeights),
    h_weights: layer.values(hiddenWeights),
    x_biases: folded('x_biases', input, inputWeights, biases),
    h_biases: folded('h_biases', hidden, hiddenWeights),
    x_multiplier: fromInput.multiplier,
    x_shift: fromInput.shift,
    h_multiplier: fromHidden.multiplier,
    h_shift: fromHidden.shift,
  };
}

/** What the vector's zero point adds to every unit's sum, and the unit's own bias where it has one; both wrap. */
function foldedBiases(weights: Operand, zero: number, units: number, own?: Int32Array): Int32Array {
  const values = weights.values as Int8Array;
  const depth = values.length / units;
  return Int32Array.from({ length: units }, (_, unit) => {
    let sum = 0;
    for (let i = 0; i < depth; i++) sum += values[unit * depth + i]!;
    return ((own?.[unit] ?? 0) + Math.imul(sum, -zero)) | 0;
  });
}
