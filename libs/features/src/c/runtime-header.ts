import { CPart, textsInOrder } from './c-part';

const OPENING = `/*
 * Fettle: features of windows of samples. C99; nothing beyond stdint.h and string.h, no allocation, no floating point, no
 * state. Every function computes the same integers as its twin in TypeScript. Unused functions cost no flash.
 */
#ifndef FETTLE_FEATURES_H
#define FETTLE_FEATURES_H

#include <stdint.h>
#include <string.h>

/* 1: two 16-bit products in one instruction (Cortex-M4, M7, M33); the same bits as 0. */
#ifndef FETTLE_FEATURES_DSP
#if defined(__ARM_FEATURE_SIMD32)
#define FETTLE_FEATURES_DSP 1
#else
#define FETTLE_FEATURES_DSP 0
#endif
#endif
#if FETTLE_FEATURES_DSP && defined(__ARM_FEATURE_SIMD32)
#include <arm_acle.h>
#endif

/* C leaves the right shift of negative numbers to the compiler: it has to keep the sign. */
typedef char fettle_features_shift_keeps_the_sign[(-3 >> 1) == -2 ? 1 : -1];
`;

/** `fettle_features.h` with the parts named and what they use, and nothing else. */
export function headerOf(parts: readonly CPart[]): string {
  return [OPENING, ...textsInOrder(parts), '#endif\n'].join('\n');
}
