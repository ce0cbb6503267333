/**
 * Whole numbers as PostgreSQL spells an array. The driver would quote each of them by itself, which for a batch of frames
 * costs more than decoding it.
 */
export function numberArray<T>(items: readonly T[], of: (item: T, index: number) => number): string {
  let text = '{';
  for (let i = 0; i < items.length; i++) text += i === 0 ? of(items[i]!, i) : `,${of(items[i]!, i)}`;
  return `${text}}`;
}
