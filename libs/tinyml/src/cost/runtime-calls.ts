/** Who calls whom among functions, by name. */
export type Calls = ReadonlyMap<string, ReadonlySet<string>>;

/** For each function of the runtime header, those that it calls itself. */
export function runtimeCalls(header: string): Calls {
  const calls = new Map<string, ReadonlySet<string>>();
  for (const [, name, body] of header.matchAll(
    /^static inline [^;{]*?\b(\w+)\([^)]*\)\n\{\n([\s\S]*?)^\}/gm,
  )) {
    calls.set(
      name!,
      new Set(Array.from(body!.matchAll(/\b(fettle_\w+|mem\w+)\(/g), ([, called]) => called!)),
    );
  }
  return calls;
}

/** These functions, and all that they call, directly or not. */
export function reachedFrom(names: readonly string[], calls: Calls): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    calls.get(name)?.forEach(visit);
  };
  names.forEach(visit);
  return reached;
}
