/** Numbers closer together than this share of their size are not told apart: their ticks would be the same double. */
const RESOLUTION = 1e-12;

/** Round numbers (1, 2 or 5 times a power of ten apart) that lie within [min, max], about `count` of them; rising. */
export function linearTicks(min: number, max: number, count: number): number[] {
  const rough = (max - min) / count;
  if (!(rough > RESOLUTION * Math.max(Math.abs(min), Math.abs(max)))) return [min];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!;
  const ticks: number[] = [];
  for (let i = Math.ceil(min / step); i * step <= max + step * 1e-9; i++) ticks.push(i * step);
  return ticks;
}

/** [min, max] widened by `share` of its length on both sides; a single value gets room around it. */
export function widened(min: number, max: number, share: number): [number, number] {
  const room = max > min ? (max - min) * share : Math.max(Math.abs(max) * share, 1e-6);
  return [min - room, max + room];
}
