import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '@fettle/kernel';

/** Where calls through pointers can lead: each function that makes them, and patterns of `file.c:function` that they reach. */
const INDIRECT: readonly (readonly [RegExp, RegExp])[] = [
  [/app\.c:adopt_model$/, /^(feed|simulated)\.c:begin$/],
  [/app\.c:app_step$/, /^(feed|simulated)\.c:(poll_\w+|done)$|^pipeline\.c:run$/],
  [/app\.c:(program|erase)_\w+$/, /^board\.c:(program|erase)$/],
  [/commands\.c:app_on_command$/, /^commands\.c:(set_\w+|send_raw|identify|restart|install)$/],
  [/model\.c:(program|erase)$/, /^board\.c:(program|erase)$/],
  [/model\.c:adopt$/, /^pipeline\.c:begin$/],
  [/^(frame|list)\.c:/, /^reporter\.c:frame_\w+$/],
  [/^mqtt\.c:(end|put)$/, /^app\.c:(write_net|on_lost)$/],
  [/^mqtt\.c:mqtt_receive$/, /^app\.c:on_(connected|message|acknowledged)$/],
  [/^settings\.c:/, /^app\.c:(program|erase)_settings$/],
  [/^outbox\.c:/, /^app\.c:(program|erase)_outbox$/],
  [/^(journal|slot_writer|download)\.c:/, /^model\.c:(program|erase|feed_watchdog)$/],
  [/^status_text\.c:/, /^app\.c:say_of_update$/],
  [/^(update|trial)\.c:/, /^model\.c:(feed_watchdog|reset|program|erase)$|^pipeline\.c:(begin|run)$/],
];
/** Of string.h and the compiler's division: more than any of them takes. */
const LIBRARY = /^(mem(cpy|set|cmp|chr|move)|str(len|chr)|__aeabi_\w+)$/;
const LIBRARY_BYTES = 32;
/** What an interrupt pushes, floating point included. */
const EXCEPTION_BYTES = 108;

interface CallGraph {
  readonly frames: ReadonlyMap<string, number>;
  readonly calls: ReadonlyMap<string, ReadonlySet<string>>;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : path.endsWith('.ci') ? [path] : [];
  });
}

/** As `file.c:function`; GCC names functions that others see by themselves. */
function named(title: string, file: string): string {
  const [path, name] = title.includes(':') ? title.split(':') : [undefined, title];
  return `${path === undefined ? file : basename(path!)}:${name}`;
}

/** What GCC's -fcallgraph-info=su left beside the objects of a build. */
function readGraph(build: string): CallGraph {
  const frames = new Map<string, number>();
  const seen: { from: string; to: string; file: string }[] = [];
  const homes = new Map<string, string>();
  for (const path of filesBelow(build)) {
    const file = basename(path).replace(/ci$/, 'c');
    const text = readFileSync(path, 'utf8');
    for (const [, title, label] of text.matchAll(/node: \{ title: "([^"]+)" label: "([^"]*)"/g)) {
      const bytes = /(\d+) bytes \((static|dynamic,bounded)\)/.exec(label!);
      if (bytes === null) continue;
      frames.set(named(title!, file), Number(bytes[1]));
      if (!title!.includes(':')) homes.set(title!, named(title!, file));
    }
    for (const [, from, to] of text.matchAll(/edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)"/g)) {
      seen.push({ from: named(from!, file), to: to!, file });
    }
  }
  const calls = new Map<string, Set<string>>();
  for (const { from, to, file } of seen) {
    const targets =
      to === '__indirect_call'
        ? reached(from, frames)
        : [to.includes(':') ? named(to, file) : (homes.get(to) ?? to)];
    calls.set(from, new Set([...(calls.get(from) ?? []), ...targets]));
  }
  return { frames, calls };
}

function reached(from: string, frames: ReadonlyMap<string, number>): string[] {
  const rules = INDIRECT.filter(([caller]) => caller.test(from));
  const targets = [...frames.keys()].filter((name) => rules.some(([, target]) => target.test(name)));
  if (targets.length === 0)
    throw unknownStack(`${from} calls through a pointer: say in worst-stack.ts where to`);
  return targets;
}

function unknownStack(why: string): AppError {
  return new AppError('BOARD.UNKNOWN_STACK', why);
}

/** Bytes that a program's stack can take, and how. */
export interface WorstStack {
  readonly bytes: number;
  /** From reset to the deepest function, with the bytes of each. */
  readonly path: readonly string[];
}

/**
 * The deepest that the stack of a firmware's build folder can become, with one interrupt on top. `BOARD.UNKNOWN_STACK` for
 * recursion, and for calls through pointers that nobody has declared above.
 */
export function worstStack(build: string): WorstStack {
  const { frames, calls } = readGraph(build);
  const known = new Map<string, WorstStack>();
  const below = (name: string, above: readonly string[]): WorstStack => {
    if (above.includes(name)) throw unknownStack(`recursion: ${[...above, name].join(' > ')}`);
    const before = known.get(name);
    if (before !== undefined) return before;
    const own = frames.get(name) ?? (LIBRARY.test(name) ? LIBRARY_BYTES : undefined);
    if (own === undefined) throw unknownStack(`nobody knows the frame of ${name}`);
    const deepest = [...(calls.get(name) ?? [])]
      .map((callee) => below(callee, [...above, name]))
      .reduce((most, next) => (next.bytes > most.bytes ? next : most), { bytes: 0, path: [] } as WorstStack);
    const worst = { bytes: own + deepest.bytes, path: [`${name} ${own}`, ...deepest.path] };
    known.set(name, worst);
    return worst;
  };
  const program = below('start.c:on_reset', []);
  const interrupts = [...frames.keys()]
    .filter((name) => name.endsWith('_interrupt'))
    .map((name) => below(name, []).bytes);
  return { bytes: program.bytes + EXCEPTION_BYTES + Math.max(0, ...interrupts), path: program.path };
}
