import type { ModelReportResponse } from '@fettle/contracts';

type TensorInTime = ModelReportResponse['tensorsOverTime'][number];

/** A tensor as a rectangle; 0 to 1 both ways, y from the arena's first byte. */
export interface PlacedTensor {
  readonly key: string;
  readonly name: string;
  readonly bytes: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** How long it is needed, in words. */
  readonly when: string;
}

function whenWords({ first, last }: TensorInTime, layers: number): string {
  const from = first < 0 ? 'from the input' : `from layer ${first + 1}`;
  if (first >= 0 && first === last) return `in layer ${first + 1}`;
  return `${from} to ${last >= layers ? 'the output' : `layer ${last + 1}`}`;
}

/**
 * Tensors over columns that are: before the first layer, each layer, after the last. In the order in which they are first
 * needed, then by place, so that arrow keys walk through time.
 */
export function placeTensors({
  layers,
  ram,
  tensorsOverTime,
}: Pick<ModelReportResponse, 'layers' | 'ram' | 'tensorsOverTime'>): PlacedTensor[] {
  const columns = layers.length + 2;
  const arena = Math.max(1, ram.arena);
  return [...tensorsOverTime]
    .sort((a, b) => a.first - b.first || a.offset - b.offset)
    .map((tensor, index) => ({
      key: `${index}/${tensor.tensor}`,
      name: tensor.name === '' ? 'scratch' : tensor.name,
      bytes: tensor.bytes,
      x: (tensor.first + 1) / columns,
      y: tensor.offset / arena,
      width: (tensor.last - tensor.first + 1) / columns,
      height: tensor.bytes / arena,
      when: whenWords(tensor, layers.length),
    }));
}
