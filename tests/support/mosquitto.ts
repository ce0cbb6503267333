import { runProgram, startTestMosquitto, type TestMosquitto } from '@fettle/testing';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SETTINGS = join(__dirname, '..', '..', 'infra', 'mosquitto');

/** A real Mosquitto with the deployment's own settings. */
export interface DeployedMosquitto extends TestMosquitto {
  /** From then on these may sign in. */
  admit(users: readonly { readonly username: string; readonly password: string }[]): Promise<void>;
}

export async function startDeployedMosquitto(): Promise<DeployedMosquitto> {
  let passwords = '';
  const broker = await startTestMosquitto((dir) => {
    passwords = join(dir, 'passwords');
    writeFileSync(passwords, '', { mode: 0o600 });
    return [
      readFileSync(join(SETTINGS, 'mosquitto.conf'), 'utf8'),
      `password_file ${passwords}`,
      `acl_file ${join(SETTINGS, 'fettle.acl')}`,
    ];
  });
  return {
    ...broker,
    admit: async (users) => {
      const fresh = `${passwords}.fresh`;
      writeFileSync(fresh, users.map(({ username, password }) => `${username}:${password}\n`).join(''));
      await runProgram('mosquitto_passwd', ['-U', fresh]);
      appendFileSync(passwords, readFileSync(fresh));
      rmSync(fresh);
      broker.process.signal('SIGHUP');
    },
  };
}
