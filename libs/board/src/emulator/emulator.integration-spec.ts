import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BOARD_HEADER, boardSource } from '../harness/board-support';
import { boardTarget } from '../targets/registry';
import { compileForTarget } from '../toolchain/compile-for-target';
import { linkerScript } from '../toolchain/linker-script';
import { missingTools } from '../toolchain/tools';
import { runInEmulator } from './run-in-emulator';
import { startBoard } from './start-board';

const target = boardTarget('cortex-m4');
const missing = missingTools(target);
if (missing.length > 0) console.warn(`SKIPPED: emulated boards; not there: ${missing.join(', ')}`);

/** Gives back what it is given, one higher, until a zero byte. */
const ECHO = `int main(void)
{
  for (;;) {
    const uint32_t byte = board_get();
    if (byte == 0u) {
      return 0;
    }
    board_put(byte + 1u);
  }
}
`;

(missing.length === 0 ? describe : describe.skip)('an emulated board', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fettle-board-spec-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const build = async (main: string): Promise<string> => {
    const texts = {
      'board.h': BOARD_HEADER,
      'board.c': boardSource(target.machine!),
      'main.c': `#include "board.h"\n${main}`,
    };
    const linked = await compileForTarget({
      target,
      folder,
      texts,
      linkerScript: linkerScript(target.machine!),
    });
    return linked.elf!;
  };

  it('gives what the program writes, and ends with it', async () => {
    const elf = await build(ECHO);
    const written = await runInEmulator({ target, elf, input: Buffer.of(1, 2, 254, 0), timeoutMs: 20_000 });
    expect([...written]).toEqual([2, 3, 255]);
  });

  it('takes the same number of instructions in every run', async () => {
    const elf = await build(`int main(void)
{
  const uint32_t start = board_ticks();
  for (volatile uint32_t i = 0u; i < 1000u; i++) {
  }
  const uint32_t ticks = start - board_ticks();
  board_put(ticks);
  board_put(ticks >> 8);
  return 0;
}
`);
    const run = (): Promise<Buffer> => runInEmulator({ target, elf, icountShift: 6, timeoutMs: 20_000 });
    const [one, other] = [await run(), await run()];
    expect(one).toEqual(other);
    const instructions = (one.readUInt16LE() * 40) / 64;
    expect(instructions).toBeGreaterThan(4_000);
    expect(instructions).toBeLessThan(10_000);
  });

  it('a fault of the program is an error, not silence', async () => {
    const elf = await build('int main(void)\n{\n  __asm__ volatile("udf #0");\n  return 0;\n}\n');
    await expect(runInEmulator({ target, elf, timeoutMs: 20_000 })).rejects.toMatchObject({
      code: 'BOARD.FAULT',
    });
  });

  it('a program that never ends is stopped in time', async () => {
    const elf = await build('int main(void)\n{\n  for (;;) {\n  }\n}\n');
    await expect(runInEmulator({ target, elf, timeoutMs: 500 })).rejects.toMatchObject({
      code: 'BOARD.TIMEOUT',
    });
  });

  it('has its serial port tied to a TCP server', async () => {
    const elf = await build(ECHO);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const board = startBoard({
      target,
      elf,
      semihosting: true,
      serial: [{ kind: 'tcp', host: '127.0.0.1', port }],
    });
    try {
      const socket = await new Promise<Socket>((resolve) => server.once('connection', resolve));
      const answer = new Promise<Buffer>((resolve) => socket.once('data', resolve));
      socket.write(Buffer.of(41));
      expect([...(await answer)]).toEqual([42]);
      socket.write(Buffer.of(0));
      expect((await board.ended).code).toBe(0);
      socket.destroy();
    } finally {
      await board.stop();
      server.close();
    }
  });
});

describe('without the tools', () => {
  it('names the packages that bring them', async () => {
    const compiler = { command: 'no-such-gcc', size: 'no-such-size', packages: ['gcc-for-nothing'] };
    await expect(
      compileForTarget({ target: { ...target, compiler }, folder: tmpdir() }),
    ).rejects.toMatchObject({
      code: 'BOARD.TOOL_MISSING',
      message: expect.stringContaining('apt-get install gcc-for-nothing'),
    });
  });

  it('a target without a machine is not run', () => {
    expect(() => startBoard({ target: boardTarget('riscv'), elf: 'none' })).toThrow(
      expect.objectContaining({ code: 'BOARD.NOT_EMULATED' }),
    );
  });
});
