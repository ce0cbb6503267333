import { turnsOf } from './turns';

describe('turnsOf', () => {
  it('statements in loops count by their turns, and once as text', () => {
    const text = `x = 1;
for (int32_t i = 0; i < 3; i++) {
  for (int32_t j = 0; j < 5; j++) {
    y += 2;
  }
  z = 2;
}`;
    const { run, text: written } = turnsOf(text);
    expect(run).toEqual({ statements: 1 + 15 + 3, loops: 1 + 3, turns: 3 + 15 });
    expect(written).toEqual({ statements: 3, loops: 2 });
  });

  it('moves count by what they come to, and name what they call', () => {
    const text = `memset(ARENA, -1, 24);
for (int32_t i = 0; i < 3; i++) {
  memcpy(ARENA + 100 * i, ARENA + 400, 100);
  memcpy(ARENA + 800 + 3 * i, ARENA + 401, 3);
}`;
    const { run, text: written, library } = turnsOf(text);
    expect(library).toEqual(['memset', 'memcpy']);
    expect(run).toMatchObject({ fillings: 1, copies: 6, copiedLines: 3, copiedRests: 3 });
    expect(written).toMatchObject({ moves: 3, loops: 1 });
  });

  it('rescalings by constants count by the way they shift', () => {
    const line = '  y[i] = (int8_t)(fettle_within(fettle_rescale(value - 3, 1234, -2), -5, 5) + 1);';
    const { run } = turnsOf(`for (int32_t i = 0; i < 7; i++) {\n${line}\n${line.replace('-2', '2')}\n}`);
    expect(run).toMatchObject({ halvings: 7, doublings: 7 });
  });

  it('loops over bytes count by themselves, those of two turns as if they were none', () => {
    const loop = (turns: number): string =>
      `for (int32_t j = 0; j < ${turns}; j++) {\n  ARENA[j] = (ARENA + 8)[2 * j];\n}`;
    expect(turnsOf(loop(5)).run).toEqual({ byteLoops: 1, loopedBytes: 5 });
    expect(turnsOf(loop(2))).toMatchObject({ run: { looseBytes: 2 }, text: { loops: 1, byteMoves: 1 } });
  });
});
