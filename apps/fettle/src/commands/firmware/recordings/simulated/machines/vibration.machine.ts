import { seededRandom } from '@fettle/kernel';
import type { SimulatedMachine } from '../simulated-machine';

const SHAFT_HZ = 30;
/** In g: of the imbalance, of the noise's standard deviation, of an impact at the worst. */
const [IMBALANCE, NOISE, IMPACT] = [0.05, 0.08, 1.5];
/** Outer race of a common bearing; what an impact rings at, and how fast it dies away. */
const [IMPACTS_PER_TURN, RING_HZ, DECAY_S] = [3.585, 3_500, 0.001];

/** A shaft out of balance in a bearing whose outer race spalls. */
export const vibrationMachine: SimulatedMachine = {
  signal: 'vibration',
  hear({ machine, second, wear, samples, shape }) {
    const random = seededRandom(1 + machine).fork(`second ${second}`);
    const turn = random.next();
    return Int16Array.from({ length: samples }, (_, i) => {
      const turns = turn + (SHAFT_HZ * i) / shape.sampleRateHz;
      const since = ((turns * IMPACTS_PER_TURN) % 1) / (SHAFT_HZ * IMPACTS_PER_TURN);
      const g =
        IMBALANCE * Math.sin(2 * Math.PI * turns) +
        NOISE * random.normal() +
        wear * IMPACT * Math.exp(-since / DECAY_S) * Math.sin(2 * Math.PI * RING_HZ * since);
      return Math.max(-32_768, Math.min(32_767, Math.round(g / shape.scale)));
    });
  },
};
