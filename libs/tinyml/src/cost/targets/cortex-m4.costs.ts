/* eslint-disable max-lines -- a table */
import { TargetCosts } from '../target-costs';

/* Generated: `node tests/bench/edge/calibrate.mjs cortex-m4` measures every kernel on the emulated board anew. */
export const cortexM4Costs: TargetCosts = {
  target: 'cortex-m4',
  compiler: 'GCC 12.2 -Os',
  harnessBytes: 392,
  runInstructions: -5,
  functionBytes: {
    fettle_average_pool_2d: 344,
    fettle_conv_2d_gathered: 824,
    fettle_copy: 56,
    fettle_dense_by_blocks: 430,
    fettle_depthwise_by_blocks: 564,
    fettle_depthwise_conv_2d: 464,
    fettle_look_up: 32,
    fettle_max_pool_2d: 306,
    fettle_product_8: 192,
    fettle_rescale: 106,
    fettle_scale_4: 122,
    fettle_softmax_8: 424,
    fettle_sum_8: 108,
    memcpy: 308,
    memset: 162,
  },
  kernels: {
    'fettle_average_pool_2d, alone': {
      instructions: {
        windowRows: 93.6382,
        values: 5.422,
        statements: 183.451,
      },
      bytes: 82,
      bytesPerLayer: 0,
      stackBytes: 92,
    },
    'fettle_average_pool_2d, shared': {
      instructions: {
        windowRows: 93.6382,
        values: 5.422,
        statements: 183.451,
      },
      bytes: 332,
      bytesPerLayer: 17,
      stackBytes: 112,
    },
    'fettle_conv_2d, alone': {
      instructions: {
        taps: 8833.96,
      },
      bytes: 0,
      bytesPerLayer: 0,
      stackBytes: 0,
    },
    'fettle_conv_2d, shared': {
      instructions: {
        taps: 8833.96,
      },
      bytes: 0,
      bytesPerLayer: 0,
      stackBytes: 0,
    },
    'fettle_conv_2d_gathered, alone': {
      instructions: {
        outputs: 44.7008,
        squares: 15.7416,
        copiedWords: 40.0402,
      },
      bytes: 673,
      bytesPerLayer: 0,
      stackBytes: 152,
    },
    'fettle_conv_2d_gathered, shared': {
      instructions: {
        outputs: 44.7008,
        squares: 15.7416,
        copiedWords: 40.0402,
      },
      bytes: 1240,
      bytesPerLayer: 0,
      stackBytes: 184,
    },
    'fettle_conv_2d_gathered + fettle_clamp_all, alone': {
      instructions: {
        macs: 0.862161,
        outputs: 43.7334,
        copiedWords: 36.5465,
        filterRows: 5.16616,
        outside: 10.948,
      },
      bytes: 746,
      bytesPerLayer: 0,
      stackBytes: 152,
    },
    'fettle_conv_2d_gathered + fettle_clamp_all, shared': {
      instructions: {
        macs: 0.862161,
        outputs: 43.7334,
        copiedWords: 36.5465,
        filterRows: 5.16616,
        outside: 10.948,
      },
      bytes: 746,
      bytesPerLayer: 0,
      stackBytes: 152,
    },
    'fettle_dense_by_blocks, alone': {
      instructions: {
        blocks: 134.885,
        macs: 1.15482,
      },
      bytes: 236,
      bytesPerLayer: 0,
      stackBytes: 120,
    },
    'fettle_dense_by_blocks, shared': {
      instructions: {
        blocks: 134.885,
        macs: 1.15482,
      },
      bytes: 480,
      bytesPerLayer: 0,
      stackBytes: 140,
    },
    'fettle_dense_by_blocks + fettle_clamp_all, alone': {
      instructions: {
        blocks: 179.29,
        macs: 1.10651,
      },
      bytes: 290,
      bytesPerLayer: 0,
      stackBytes: 116,
    },
    'fettle_dense_by_blocks + fettle_clamp_all, shared': {
      instructions: {
        blocks: 179.29,
        macs: 1.10651,
      },
      bytes: 290,
      bytesPerLayer: 0,
      stackBytes: 116,
    },
    'fettle_depthwise_by_blocks, alone': {
      instructions: {
        outputs: 44.3921,
        squares: 44.5401,
      },
      bytes: 292,
      bytesPerLayer: 0,
      stackBytes: 148,
    },
    'fettle_depthwise_by_blocks, shared': {
      instructions: {
        outputs: 44.3921,
        squares: 44.5401,
      },
      bytes: 292,
      bytesPerLayer: 0,
      stackBytes: 168,
    },
    'fettle_depthwise_by_blocks + fettle_clamp_all, alone': {
      instructions: {
        squares: 81.0709,
        statements: 5233.06,
        outside: 7.22583,
        rests: 25.9805,
      },
      bytes: 400,
      bytesPerLayer: 0,
      stackBytes: 152,
    },
    'fettle_depthwise_by_blocks + fettle_clamp_all, shared': {
      instructions: {
        squares: 81.0709,
        statements: 5233.06,
        outside: 7.22583,
        rests: 25.9805,
      },
      bytes: 400,
      bytesPerLayer: 0,
      stackBytes: 152,
    },
    'fettle_depthwise_conv_2d, alone': {
      instructions: {
        insideMacs: 16.257,
        inputs: 49.6847,
      },
      bytes: 252,
      bytesPerLayer: 0,
      stackBytes: 104,
    },
    'fettle_depthwise_conv_2d, shared': {
      instructions: {
        insideMacs: 16.257,
        inputs: 49.6847,
      },
      bytes: 468,
      bytesPerLayer: 24,
      stackBytes: 132,
    },
    'fettle_look_up, alone': {
      instructions: {
        inputs: 6.35747,
      },
      bytes: 31,
      bytesPerLayer: 0,
      stackBytes: 48,
    },
    'fettle_look_up, shared': {
      instructions: {
        inputs: 6.35747,
      },
      bytes: 35,
      bytesPerLayer: 10,
      stackBytes: 48,
    },
    'fettle_max_pool_2d, alone': {
      instructions: {
        values: 13.2737,
      },
      bytes: 73,
      bytesPerLayer: 0,
      stackBytes: 80,
    },
    'fettle_max_pool_2d, shared': {
      instructions: {
        values: 13.2737,
      },
      bytes: 307,
      bytesPerLayer: 18,
      stackBytes: 104,
    },
    'fettle_maximum_8, alone': {
      instructions: {
        inputs: 8.7378,
      },
      bytes: 40,
      bytesPerLayer: 0,
      stackBytes: 48,
    },
    'fettle_maximum_8, shared': {
      instructions: {
        inputs: 8.7378,
      },
      bytes: -7,
      bytesPerLayer: 38,
      stackBytes: 48,
    },
    'fettle_mean, alone': {
      instructions: {
        inputs: 6.02967,
      },
      bytes: 78,
      bytesPerLayer: 0,
      stackBytes: 52,
    },
    'fettle_mean, shared': {
      instructions: {
        inputs: 6.02967,
      },
      bytes: 78,
      bytesPerLayer: 0,
      stackBytes: 52,
    },
    'fettle_product_8, alone': {
      instructions: {
        inputs: 26.676,
      },
      bytes: 55,
      bytesPerLayer: 0,
      stackBytes: 52,
    },
    'fettle_product_8, shared': {
      instructions: {
        inputs: 26.676,
      },
      bytes: 196,
      bytesPerLayer: 16,
      stackBytes: 72,
    },
    'fettle_softmax_8, alone': {
      instructions: {
        inputs: 56.4625,
        rows: 104.797,
        statements: 56.6519,
      },
      bytes: 415,
      bytesPerLayer: 0,
      stackBytes: 80,
    },
    'fettle_softmax_8, shared': {
      instructions: {
        inputs: 56.4625,
        rows: 104.797,
        statements: 56.6519,
      },
      bytes: 436,
      bytesPerLayer: 4,
      stackBytes: 88,
    },
    'fettle_sum_8, alone': {
      instructions: {
        inputs: 95.2018,
      },
      bytes: 147,
      bytesPerLayer: 0,
      stackBytes: 64,
    },
    'fettle_sum_8, shared': {
      instructions: {
        inputs: 95.2018,
      },
      bytes: 213,
      bytesPerLayer: 18,
      stackBytes: 80,
    },
    'for + fettle_sum_8, alone': {
      instructions: {
        inputs: 89.4943,
        statements: 42.8947,
      },
      bytes: 155,
      bytesPerLayer: 0,
      stackBytes: 72,
    },
    'for + fettle_sum_8, shared': {
      instructions: {
        inputs: 89.4943,
        statements: 42.8947,
      },
      bytes: 216,
      bytesPerLayer: 40,
      stackBytes: 96,
    },
    'for + memcpy, alone': {
      instructions: {
        turns: 26.1035,
        movedBytes: 0.375694,
        moves: 3.48061,
      },
      bytes: 372,
      bytesPerLayer: 0,
      stackBytes: 64,
    },
    'for + memcpy, shared': {
      instructions: {
        turns: 26.1035,
        movedBytes: 0.375694,
        moves: 3.48061,
      },
      bytes: 342,
      bytesPerLayer: 44,
      stackBytes: 96,
    },
    'for + memset + memcpy, alone': {
      instructions: {
        movedBytes: 0.162227,
        turns: 35.2217,
        inputs: 0.746878,
      },
      bytes: 524,
      bytesPerLayer: 0,
      stackBytes: 60,
    },
    'for + memset + memcpy, shared': {
      instructions: {
        movedBytes: 0.162227,
        turns: 35.2217,
        inputs: 0.746878,
      },
      bytes: 467,
      bytesPerLayer: 56,
      stackBytes: 68,
    },
  },
};
