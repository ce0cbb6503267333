/** For each function of the runtime header, those that it calls, directly or not. */
export function runtimeCalls(header: string): ReadonlyMap<string, ReadonlySet<string>> {
  const bodies = new Map<string, string>();
  for (const [, name, body] of header.matchAll(
    /^static inline [^;{]*?\b(\w+)\([^)]*\)\n\{\n([\s\S]*?)^\}/gm,
  )) {
    bodies.set(name!, body!);
  }
  const closures = new Map<string, ReadonlySet<string>>();
  const closure = (name: string): ReadonlySet<string> => {
    const known = closures.get(name);
    if (known !== undefined) return known;
    const reached = new Set<string>();
    closures.set(name, reached);
    for (const [, called] of (bodies.get(name) ?? '').matchAll(/\b(fettle_\w+|mem\w+)\(/g)) {
      reached.add(called!);
      for (const further of closure(called!)) reached.add(further);
    }
    return reached;
  };
  for (const name of bodies.keys()) closure(name);
  return closures;
}
