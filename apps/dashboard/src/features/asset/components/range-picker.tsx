import { SegmentedControl } from '@mantine/core';

/** Days of history that can be asked for. */
export const RANGE_DAYS = [1, 7, 14, 30, 90] as const;

/** How far back every chart of the screen looks. */
export function RangePicker({ days, onChange }: { days: number; onChange: (days: number) => void }) {
  return (
    <SegmentedControl
      aria-label="How far back"
      value={String(days)}
      onChange={(value) => onChange(Number(value))}
      data={RANGE_DAYS.map((count) => ({ value: String(count), label: count === 1 ? '24 h' : `${count} d` }))}
    />
  );
}
