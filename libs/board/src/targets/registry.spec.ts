import { BOARD_TARGETS, boardTarget } from './registry';

describe('the targets', () => {
  it('have names of their own', () => {
    const names = BOARD_TARGETS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.map((name) => boardTarget(name).name)).toEqual(names);
  });

  it('say which packages bring their compilers', () => {
    for (const { compiler } of BOARD_TARGETS) expect(compiler.packages).not.toEqual([]);
  });

  it('refuse a name that nobody has, and list those there are', () => {
    expect(() => boardTarget('cortex-m99')).toThrow(
      expect.objectContaining({
        code: 'BOARD.UNKNOWN_TARGET',
        message: expect.stringContaining('cortex-m4'),
      }),
    );
  });
});
