import { seededRandom } from '@fettle/kernel';

/** Windows at the edges of what int16 and a transform can hold, and by chance. */
export function edgeWindows(count: number, seed = 1): Readonly<Record<string, Int16Array>> {
  const make = (at: (i: number) => number): Int16Array => Int16Array.from({ length: count }, (_, i) => at(i));
  const chance = seededRandom(seed).next;
  const noise = (size: number): number => Math.round((chance() * 2 - 1) * size);
  return {
    zeros: make(() => 0),
    'all smallest': make(() => -32768),
    'all largest': make(() => 32767),
    'one step up': make((i) => (i === 7 ? 1 : 0)),
    impulse: make((i) => (i === count >> 1 ? 32767 : 0)),
    'negative impulse': make((i) => (i === 1 ? -32768 : 100)),
    alternating: make((i) => (i % 2 ? 32767 : -32768)),
    'pairs alternating': make((i) => ((i >> 1) % 2 ? 32767 : -32768)),
    square: make((i) => ((i >> 4) % 2 ? 32767 : -32768)),
    ramp: make((i) => Math.floor((i * 65535) / count) - 32768),
    'full sine': make((i) => Math.round(32767 * Math.sin((2 * Math.PI * 10.37 * i) / count))),
    'faint sine': make((i) => Math.round(3 * Math.sin((2 * Math.PI * 20 * i) / count))),
    'full noise': make(() => Math.max(-32768, Math.min(32767, noise(32768)))),
    'quiet noise': make(() => noise(2)),
    'noise on a large mean': make(() => 30000 + noise(300)),
    blows: make(
      (i) => noise(200) + (i % 97 < 6 ? Math.round(20000 * Math.cos(i * 1.9) * 0.5 ** (i % 97)) : 0),
    ),
  };
}
