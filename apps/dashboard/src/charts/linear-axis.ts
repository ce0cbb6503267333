/** Round numbers (1, 2 or 5 times a power of ten apart) that lie within [min, max], about `count` of them; rising. */
export function linearTicks(min: number, max: number, count: number): number[] {
  if (!(max > min) || count < 1) return [min];
  const rough = (max - min) / count;
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
