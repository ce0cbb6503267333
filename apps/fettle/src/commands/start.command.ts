import { DAY_MS, systemClock } from '@fettle/kernel';
import { createSetupLink, needsSetup } from '@fettle/persistence';
import { type FettleConfig, guardProcess, loadConfig } from '@fettle/platform';
import { once } from 'node:events';
import type { CliCommand, CommandContext } from '../cli/command';
import { type Demo, openDemo } from '../demo/demo';
import { lockHome } from '../installation/home-lock';
import { type Installation, openInstallation } from '../installation/installation';
import { chooseServices, startServices } from '../installation/services';

interface StartOptions {
  readonly json?: boolean;
  readonly demo?: boolean;
  readonly only?: string;
}

/** `fettle start`: services in one process until it is told to stop. */
export const startCommand: CliCommand = {
  register(program, run) {
    program
      .command('start')
      .description('run services in one process, on embedded parts unless FETTLE_* variables name others')
      .option('--demo', 'seed two demo tenants with simulated fleets and keep them running')
      .option('--only <services>', 'comma-separated: ingest,stream,forecast,alerting,api')
      .option('--json', 'print the addresses as one JSON object when ready')
      .addHelpText('after', '\nExamples:\n  fettle start --demo\n  fettle start --only api')
      .action((options: StartOptions) => run(options, (context) => start(options, context)));
  },
};

async function start(options: StartOptions, context: CommandContext): Promise<void> {
  const chosen = chooseServices(options.only);
  const config = loadConfig(context.env);
  const unlock = lockHome(config.home);
  guardProcess('fettle');
  try {
    const step = stepper(context.progress, options.demo ? 4 : 3);
    step('opening the database');
    const installation = await openInstallation(config);
    try {
      context.progress(`      ${installation.databaseNote}`);
      await serve(options, context, config, installation, chosen, step);
    } finally {
      await installation.close();
    }
  } finally {
    unlock();
  }
}

async function serve(
  options: StartOptions,
  context: CommandContext,
  config: FettleConfig,
  installation: Installation,
  chosen: ReturnType<typeof chooseServices>,
  step: (label: string) => void,
): Promise<void> {
  const { parts } = installation;
  let demo: Demo | null = null;
  if (options.demo) {
    step('preparing two demo tenants');
    demo = await openDemo(parts);
  }
  step(`starting ${chosen.map(({ name }) => name).join(', ')}`);
  const stopServices = await startServices(chosen, parts);
  try {
    step('ready');
    const door = demo
      ? { link: await demo.signInLink(), purpose: 'sign in' }
      : await setUpDoor(installation, config);
    context.result(
      { url: config.publicUrl, mqttPort: config.mqttPort, link: door.link },
      banner(config, door, demo !== null),
    );
    const fleet = demo?.run(context.progress, context.signal);
    if (!context.signal.aborted) await once(context.signal, 'abort');
    context.progress('stopping …');
    await fleet;
  } finally {
    await stopServices();
  }
  context.progress('stopped; everything acknowledged is kept');
}

/** A link that opens the product once, and what for; none when somebody can sign in already. */
interface Door {
  readonly link: string | null;
  readonly purpose: string;
}

async function setUpDoor({ parts }: Installation, config: FettleConfig): Promise<Door> {
  const purpose = 'make the first tenant and its owner';
  if (!(await needsSetup(parts.database.identity))) return { link: null, purpose };
  const expires = new Date(systemClock.nowMs() + DAY_MS);
  const token = await createSetupLink(parts.database.identity, expires);
  return { link: `${config.publicUrl}/set-up?link=${token}`, purpose };
}

function banner(config: FettleConfig, door: Door, demo: boolean): string {
  return [
    '',
    `  Fettle${demo ? ' (demo data)' : ''} runs at ${config.publicUrl}`,
    `  MQTT listens on ${config.host}:${config.mqttPort}`,
    ...(door.link === null ? [] : [`  Open this link once to ${door.purpose}: ${door.link}`]),
    ...(demo ? [`  Users and passwords: ${config.home}/credentials.json`] : []),
    '  Ctrl-C stops it; nothing acknowledged is lost.',
    '',
  ].join('\n');
}

function stepper(progress: (line: string) => void, steps: number): (label: string) => void {
  let done = 0;
  return (label) => progress(`[${++done}/${steps}] ${label}`);
}
