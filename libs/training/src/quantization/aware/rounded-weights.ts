import { NetworkSpec, NetworkWeights } from '../../network/network.types';
import { LoweringOptions } from '../layers/layer-lowering';
import { roundAway } from '../values';

type Numbers = Readonly<Record<string, Float32Array>>;

/**
 * Writes weights as an int8 model will have them, still in real numbers: each channel's on its own 255 steps around zero.
 * Biases and norms are copied; their rounding is finer by far.
 */
export function roundWeights(
  spec: NetworkSpec,
  denseScales: LoweringOptions['denseScales'],
): (master: NetworkWeights, effective: NetworkWeights) => void {
  const parts = spec.layers.map((layer) => partsOf(layer.kind, denseScales));
  return (master, effective) => {
    master.forEach((numbers, layer) => copyRounded(numbers, effective[layer]!, parts[layer]!));
  };
}

/** How a layer's factors share scales: as many equal runs as given, or alternating channels. */
type Parts = (numbers: Numbers, role: string) => { readonly count: number; readonly alternating: boolean };

const ROUNDED: ReadonlySet<string> = new Set(['kernel', 'recurrent']);

function partsOf(kind: string, denseScales: LoweringOptions['denseScales']): Parts {
  const together = denseScales === 'per-tensor';
  return ({ bias }) => {
    const channels = bias!.length;
    if (kind === 'dense') return { count: together ? 1 : channels, alternating: false };
    if (kind === 'gru') return { count: together ? 3 : channels, alternating: false };
    return { count: channels, alternating: kind === 'depthwise-conv-2d' };
  };
}

function copyRounded(numbers: Numbers, effective: Numbers, parts: Parts): void {
  for (const [role, values] of Object.entries(numbers)) {
    const into = effective[role]!;
    if (!ROUNDED.has(role)) {
      into.set(values);
      continue;
    }
    const { count, alternating } = parts(numbers, role);
    const each = values.length / count;
    for (let part = 0; part < count; part++) {
      if (alternating) roundPart(values, into, part, count, values.length);
      else roundPart(values, into, part * each, 1, (part + 1) * each);
    }
  }
}

/** Every `step`-th value from `from` to before `end`, on one symmetric grid. */
function roundPart(values: Float32Array, into: Float32Array, from: number, step: number, end: number): void {
  let greatest = 0;
  for (let i = from; i < end; i += step) greatest = Math.max(greatest, Math.abs(values[i]!));
  const scale = Math.fround(greatest / 127) || 1;
  for (let i = from; i < end; i += step) into[i] = roundAway(values[i]! / scale) * scale;
}
