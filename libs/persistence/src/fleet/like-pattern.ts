/** ILIKE pattern for "contains this text", its wildcards taken literally; null for no text. */
export function likePattern(text: string | undefined): string | null {
  return text ? `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%` : null;
}
