import type { Role } from '@fettle/contracts';
import type { FleetDevice } from '@fettle/app-fleet';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the demo must know again at its next start. Holds secrets: mode 0600. */
export interface DemoRecord {
  /** Event time at which the fleets' histories begin. */
  readonly fromMs: number;
  readonly tenants: readonly DemoTenantRecord[];
  readonly devices: readonly FleetDevice[];
}

export interface DemoTenantRecord {
  readonly id: string;
  readonly name: string;
  readonly users: readonly { readonly email: string; readonly password: string; readonly role: Role }[];
}

const RECORD_FILE = 'demo.json';
const CREDENTIALS_FILE = 'credentials.json';

/** The record of an earlier start, or null. */
export function readDemoRecord(home: string): DemoRecord | null {
  const path = join(home, RECORD_FILE);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as DemoRecord) : null;
}

export function writeDemoRecord(home: string, record: DemoRecord): void {
  writeSecretFile(join(home, RECORD_FILE), record);
}

/** What a person or a script signs in with: addresses, users, passwords. */
export function writeCredentials(
  home: string,
  where: { readonly url: string; readonly host: string; readonly mqttPort: number },
  tenants: readonly DemoTenantRecord[],
): void {
  const { url, host, mqttPort } = where;
  writeSecretFile(join(home, CREDENTIALS_FILE), { url, mqtt: { host, port: mqttPort }, tenants });
}

function writeSecretFile(path: string, value: unknown): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
