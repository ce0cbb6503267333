/* What a slot's image begins with: everything that the firmware knows of a model. Its layout is IMAGE_ABI of model packages. */
#ifndef FETTLE_MODEL_IMAGE_H
#define FETTLE_MODEL_IMAGE_H

#include <stdint.h>

#define MODEL_IMAGE_MAGIC 0x4d494d46u /* "FMIM" */
#define MODEL_IMAGE_ABI 1u
#define MODEL_NAME_BYTES 24u
#define MODEL_MOST_OUTPUTS 8u
#define MODEL_MOST_FEATURES 32u

/* What one window came to. Scores and features are integers as they travel in frames: value = integer * 10^exponent. */
struct model_result {
  int32_t scores[MODEL_MOST_OUTPUTS];
  int32_t features[MODEL_MOST_FEATURES];
  int8_t raw[MODEL_MOST_OUTPUTS]; /* the model's last layer as it is, for a check bit by bit */
};

/* One column of a frame. */
struct model_signal {
  uint16_t id;      /* of the asset type */
  uint8_t kind;     /* of a frame's column: 0 scaled, 1 label, 2 probability */
  int8_t exponent;
};

struct model_image {
  uint32_t magic;
  uint16_t abi;
  uint16_t flags;
  uint32_t image_bytes; /* of the whole image in its slot */
  uintptr_t ram_base;   /* memory that the image was linked to use, and how much */
  uint32_t ram_bytes;
  char name[MODEL_NAME_BYTES]; /* zero filled */
  uint32_t version;
  uint16_t window_samples; /* what one run takes, and at which rate */
  uint8_t score_count;
  uint8_t feature_count;
  uint32_t sample_rate_hz;
  const struct model_signal *score_signals;
  const struct model_signal *feature_signals;
  int32_t anomaly_threshold; /* of scores[0], until a command says otherwise */
  void (*begin)(void);       /* clears the image's memory */
  void (*run)(const int16_t *window, struct model_result *result);
  /* A recorded window and what it came to when the package was made. */
  const int16_t *test_window;
  const struct model_result *test_result;
};

/*
 * Whether everything that the image points to lies in its slot, from image to end, and all its memory in the window given:
 * what a signature cannot say, that it was linked for this slot of this firmware.
 */
int model_image_is_sound(const struct model_image *image, const uint8_t *end, uintptr_t ram, uint32_t ram_bytes);

#endif
