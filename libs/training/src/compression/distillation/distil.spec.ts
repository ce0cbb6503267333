import { seededRandom } from '@fettle/kernel';
import { initialNetwork, predict } from '../../network/network';
import { Network } from '../../network/network.types';
import { normalSamples } from '../../quantization/spec-builders/sample-networks';
import { accuracy, CLASSES, clouds, FEATURES } from '../../spec-builders/clouds';
import { train } from '../../training/train';
import { distil } from './distil';

const optimizer = { kind: 'adam', learningRate: 0.01 } as const;
const unseen = clouds(500, 2);
const classifier = (units: number, seed: number): Network =>
  initialNetwork(
    {
      input: [FEATURES],
      layers: [
        { kind: 'dense', units, activation: 'relu' },
        { kind: 'dense', units: CLASSES, activation: 'softmax' },
      ],
    },
    seededRandom(seed),
  );

describe('distillation', () => {
  it('a student that is told nothing but what its teacher thinks becomes as good, whatever the labels say', async () => {
    const data = clouds(400, 1);
    const task = { kind: 'classifier' } as const;
    const { network: teacher } = await train({
      network: classifier(24, 1),
      data,
      task,
      epochs: 15,
      optimizer,
    });
    const lies = { ...data, targets: data.targets.map(() => 0) };
    const { network: student } = await distil({
      teacher,
      student: classifier(8, 2),
      training: { data: lies, task, epochs: 25, optimizer },
      hardShare: 0,
    });
    const [knows, learnt] = [teacher, student].map((network) =>
      accuracy(predict(network, unseen.inputs), unseen.targets),
    ) as [number, number];
    expect(knows).toBeGreaterThan(0.93);
    expect(learnt).toBeGreaterThan(knows - 0.03);
  });

  it.each(['regressor', 'autoencoder'] as const)('a %s comes nearer to its teacher', async (kind) => {
    const linear = (seed: number): Network =>
      initialNetwork({ input: [4], layers: [{ kind: 'dense', units: 4 }] }, seededRandom(seed));
    const [teacher, student] = [linear(1), linear(2)];
    const inputs = normalSamples(150, 4);
    const { network } = await distil({
      teacher,
      student,
      training: {
        data: { inputs, shape: [4], targets: inputs },
        task: { kind },
        epochs: 15,
        optimizer: { kind: 'adam', learningRate: 0.05 },
      },
      hardShare: 0,
    });
    const distance = (other: Network): number =>
      predict(other, inputs).reduce((sum, value, i) => sum + (value - predict(teacher, inputs)[i]!) ** 2, 0);
    expect(distance(network)).toBeLessThan(0.02 * distance(student));
  });

  it("a forecaster learns its teacher's quantiles", async () => {
    const network = (seed: number): Network =>
      initialNetwork({ input: [4], layers: [{ kind: 'dense', units: 3 }] }, seededRandom(seed));
    const inputs = normalSamples(100, 4);
    const data = { inputs, shape: [4], targets: new Float32Array(100) };
    const [teacher, student] = [network(1), network(2)];
    const training = { data, validation: data, task: { kind: 'forecaster' } as const, epochs: 30, optimizer };
    const result = await distil({ teacher, student, training });
    expect(result.history.at(-1)!.validationLoss).toBeLessThan(0.1 * result.history[0]!.validationLoss!);
  });

  it('is refused where the ends differ, or shares mean nothing', async () => {
    const data = clouds(20, 1);
    const training = { data, task: { kind: 'classifier' } as const, epochs: 1 };
    const refused = expect.objectContaining({ code: 'TRAINING.BAD_SPEC' });
    const other = initialNetwork({ input: [FEATURES], layers: [{ kind: 'dense', units: 2 }] });
    const teacher = classifier(4, 1);
    await expect(distil({ teacher, student: other, training })).rejects.toEqual(refused);
    const student = classifier(4, 2);
    await expect(distil({ teacher, student, training, hardShare: 2 })).rejects.toEqual(refused);
    await expect(distil({ teacher, student, training, temperature: 0 })).rejects.toEqual(refused);
  });
});
