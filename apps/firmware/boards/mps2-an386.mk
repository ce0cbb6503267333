# Arm MPS2+ with AN386: Cortex-M4 with floating point. qemu-system-arm -M mps2-an386.
CC := arm-none-eabi-gcc
LINKER_SCRIPT := $(SRC)/board/mps2-an386/link.ld
TARGET := -mcpu=cortex-m4 -mthumb -mfpu=fpv4-sp-d16 -mfloat-abi=hard -Os -g -ffunction-sections -fdata-sections \
	-fno-common -fstack-usage -fcallgraph-info=su
LINK := -nostartfiles --specs=nano.specs -Wl,--gc-sections -Wl,-T,$(LINKER_SCRIPT) -Wl,-Map,$(BUILD)/firmware.map \
	-Wl,--fatal-warnings -Wl,--no-warn-rwx-segments
