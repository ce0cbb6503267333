/** One piece of C99 of the runtime header: static inline functions, a type or a table, and the pieces it stands on. */
export interface CPart {
  readonly text: string;
  readonly uses?: readonly CPart[];
}

/** The texts of the parts and of all they use, each once, none before what it uses. The same parts give the same order. */
export function textsInOrder(parts: readonly CPart[]): readonly string[] {
  const texts = new Set<string>();
  const visit = (part: CPart): void => {
    if (texts.has(part.text)) return;
    part.uses?.forEach(visit);
    texts.add(part.text);
  };
  parts.forEach(visit);
  return [...texts];
}
