import { makeSigningKeys } from '@fettle/board';
import { AppError } from '@fettle/kernel';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelSubcommand } from './model-subcommand';

interface KeysOptions {
  readonly json?: boolean;
  readonly out: string;
}

/** `fettle model keys --out DIR`: a pair of keys, of which devices are given the public one. */
export const keysCommand: ModelSubcommand = {
  register(group, run) {
    group
      .command('keys')
      .description(
        'a new pair of Ed25519 keys: the private one signs model packages, devices hold the public one',
      )
      .option('--out <dir>', 'where private.pem and public.hex go; made when missing', '.')
      .option('--json', 'print the result as one JSON object')
      .addHelpText('after', '\nExample:\n  fettle model keys --out keys')
      .action((options: KeysOptions) =>
        run(options, async ({ result }) => {
          const { privatePem, publicKey } = makeSigningKeys();
          const publicHex = Buffer.from(publicKey).toString('hex');
          const files = {
            private: join(options.out, 'private.pem'),
            public: join(options.out, 'public.hex'),
          };
          await mkdir(options.out, { recursive: true });
          await writeNew(files.private, privatePem, 0o600);
          await writeNew(files.public, `${publicHex}\n`, 0o644);
          result(
            { files, publicKey: publicHex },
            `${files.private}  keep it to yourself: who has it makes models that your devices run\n` +
              `${files.public}  ${publicHex}`,
          );
        }),
      );
  },
};

/** `MODEL.KEY_EXISTS`: a key that is overwritten is a fleet that takes no models any more. */
async function writeNew(path: string, text: string, mode: number): Promise<void> {
  await writeFile(path, text, { mode, flag: 'wx' }).catch((cause: { code?: string }) => {
    if (cause.code !== 'EEXIST') throw cause;
    throw new AppError('MODEL.KEY_EXISTS', `${path} is there already`, { cause });
  });
}
