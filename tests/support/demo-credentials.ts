import type { Role } from '@fettle/contracts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the demo writes for scripts: addresses, users, passwords. */
export interface DemoCredentials {
  readonly url: string;
  readonly mqtt: { readonly host: string; readonly port: number };
  readonly tenants: readonly {
    readonly id: string;
    readonly name: string;
    readonly users: readonly { readonly email: string; readonly password: string; readonly role: Role }[];
  }[];
}

export function readCredentials(home: string): DemoCredentials {
  return JSON.parse(readFileSync(join(home, 'credentials.json'), 'utf8')) as DemoCredentials;
}
