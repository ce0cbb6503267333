import { EmulatedMachine } from '../targets/board-target';

/** What the stack may take, at the upper end of RAM. */
export const STACK_BYTES = 0x4000;

/**
 * Vectors at the start of code, constants behind; initialised data copied to the start of RAM, zeroed data behind, the
 * stack at the end. Names for the start-up code: `board_data_image`, `board_data_start`, `board_data_end`,
 * `board_bss_start`, `board_bss_end`, `board_stack_bottom`, `board_stack_top`.
 */
export function linkerScript({ code, ram }: Pick<EmulatedMachine, 'code' | 'ram'>): string {
  const top = ram.origin + ram.bytes;
  return `ENTRY(board_reset)
MEMORY
{
  CODE (rx) : ORIGIN = ${hex(code.origin)}, LENGTH = ${hex(code.bytes)}
  RAM (rw) : ORIGIN = ${hex(ram.origin)}, LENGTH = ${hex(ram.bytes - STACK_BYTES)}
}
SECTIONS
{
  .text : { KEEP(*(.vectors)) *(.text .text.*) *(.rodata .rodata.*) . = ALIGN(4); } > CODE
  .ARM.exidx : { *(.ARM.exidx*) } > CODE
  .data : { board_data_start = .; *(.data .data.*) . = ALIGN(4); board_data_end = .; } > RAM AT > CODE
  board_data_image = LOADADDR(.data);
  .bss (NOLOAD) : { board_bss_start = .; *(.bss .bss.*) *(COMMON) . = ALIGN(4); board_bss_end = .; } > RAM
  board_stack_bottom = ${hex(top - STACK_BYTES)};
  board_stack_top = ${hex(top)};
}
`;
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
