# A process of this machine; whatever is undefined ends it.
CC := gcc
TARGET := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all
LINK := -fsanitize=address,undefined
