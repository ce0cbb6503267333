# Arm MPS2+ with AN386: Cortex-M4 with floating point. qemu-system-arm -M mps2-an386.
CC := arm-none-eabi-gcc
LINKER_SCRIPT := $(SRC)/board/mps2-an386/link.ld
TARGET := -mcpu=cortex-m4 -mthumb -mfpu=fpv4-sp-d16 -mfloat-abi=hard -Os -g -ffunction-sections -fdata-sections \
	-fno-common -fstack-usage -fcallgraph-info=su
LINK := -nostartfiles --specs=nano.specs -Wl,--gc-sections -Wl,-T,$(LINKER_SCRIPT) -Wl,-Map,$(BUILD)/firmware.map \
	-Wl,--fatal-warnings -Wl,--no-warn-rwx-segments

# Models in packages: MAP_UPDATE of the data flash, two sectors of journal, then the slots, each with a package's header of 256 bytes.
OBJCOPY := arm-none-eabi-objcopy
IMAGE_SCRIPT := $(SRC)/board/mps2-an386/image.ld
IMAGE_LINK := -nostartfiles --specs=nano.specs -Wl,--gc-sections -Wl,-T,$(IMAGE_SCRIPT) -Wl,--fatal-warnings -Wl,--no-warn-rwx-segments
SLOT_a := 0x21022100
SLOT_b := 0x21042100
