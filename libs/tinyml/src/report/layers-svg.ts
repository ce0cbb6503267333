import { LayerReport, ModelReport } from './report.types';
import { rectangle, shortened, svgPicture, text } from './svg';

const ROW_HEIGHT = 26;
const BARS = [
  { title: 'instructions', of: ({ instructions }: LayerReport): number => instructions },
  {
    title: 'weights and constants, bytes',
    of: (layer: LayerReport): number => layer.weightBytes + layer.constantBytes,
  },
  { title: 'RAM in use, bytes', of: ({ liveBytes }: LayerReport): number => liveBytes },
] as const;
const NAME_WIDTH = 250;
const BAR_WIDTH = 170;
const VALUE_WIDTH = 80;
const TOP = 56;

/** A row for each layer, with bars for its instructions, its bytes of flash, and the RAM in use while it runs. */
export function layersSvg({ layers, target, instructions }: ModelReport): string {
  const width = NAME_WIDTH + BARS.length * (BAR_WIDTH + VALUE_WIDTH) + 8;
  const height = TOP + layers.length * ROW_HEIGHT + 12;
  const label = `${layers.length} layers on ${target}: ${instructions} instructions`;
  const left = (column: number): number => NAME_WIDTH + column * (BAR_WIDTH + VALUE_WIDTH);
  return svgPicture(width, height, label, [
    text(8, 20, 'start', `${label} (not cycles)`),
    ...BARS.map(({ title }, column) => text(left(column), 44, 'start', title)),
    ...layers.map((layer, row) =>
      text(8, TOP + row * ROW_HEIGHT + 15, 'start', shortened(titleOf(layer), NAME_WIDTH - 12)),
    ),
    ...BARS.flatMap(({ title, of }, column) => {
      const most = Math.max(1, ...layers.map(of));
      return layers.flatMap((layer, row) => {
        const length = (BAR_WIDTH * of(layer)) / most;
        const y = TOP + row * ROW_HEIGHT;
        return [
          rectangle(
            left(column),
            y,
            length,
            ROW_HEIGHT - 6,
            column,
            `${titleOf(layer)}: ${of(layer)} ${title}`,
          ),
          text(left(column) + length + 5, y + 15, 'start', String(of(layer))),
        ];
      });
    }),
  ]);
}

function titleOf({ index, operator, outputShapes }: LayerReport): string {
  return `${index} ${operator.toLowerCase().replaceAll('_', ' ')} ${outputShapes[0]?.join('×') ?? ''}`;
}
