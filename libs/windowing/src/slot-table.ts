import type { NumberedSlot, Slot } from './finish';

const EXPONENTS = 512;

function keyOf({ signalId, exponent, plain }: Slot): number {
  return (2 * signalId + (plain ? 1 : 0)) * EXPONENTS + exponent + EXPONENTS / 2;
}

/** Numbers the (signal, scale) pairs of one device in the order in which they were first seen. */
export class SlotTable {
  private readonly slots: NumberedSlot[] = [];
  private readonly byKey = new Map<number, number>();
  private bySignal: (readonly NumberedSlot[])[] | undefined;
  /** Frames of a device list their columns in one order: the slot after the last one found is tried first. */
  private next = 0;

  get size(): number {
    return this.slots.length;
  }

  /** The slot of a signal at a scale; a new one if it has none yet. */
  slotOf(wanted: Slot): number {
    const { signalId, exponent, plain } = wanted;
    const guess = this.slots[this.next];
    if (guess?.signalId === signalId && guess.exponent === exponent && guess.plain === plain)
      return this.step(guess.slot);
    const key = keyOf(wanted);
    const known = this.byKey.get(key);
    if (known !== undefined) return this.step(known);
    const slot = this.slots.length;
    this.slots.push({ signalId, exponent, plain, slot });
    this.byKey.set(key, slot);
    this.bySignal = undefined;
    return this.step(slot);
  }

  at(slot: number): NumberedSlot {
    return this.slots[slot]!;
  }

  /** The slots of each signal, by rising signal id, then scale. */
  grouped(): readonly (readonly NumberedSlot[])[] {
    return (this.bySignal ??= this.group());
  }

  private step(slot: number): number {
    this.next = slot + 1 < this.slots.length ? slot + 1 : 0;
    return slot;
  }

  private group(): NumberedSlot[][] {
    const groups = new Map<number, NumberedSlot[]>();
    const sorted = [...this.slots].sort((a, b) => a.signalId - b.signalId || keyOf(a) - keyOf(b));
    for (const slot of sorted) {
      const group = groups.get(slot.signalId);
      if (group) group.push(slot);
      else groups.set(slot.signalId, [slot]);
    }
    return [...groups.values()];
  }
}
