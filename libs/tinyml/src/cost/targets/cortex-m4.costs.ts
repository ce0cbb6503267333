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
    fettle_average_pool_2d: {
      instructions: {
        windowRows: 93.64,
        values: 5.42181,
        statements: 183.47,
      },
      alone: {
        bytes: 82,
        bytesPerLayer: 0,
        stackBytes: 92,
      },
      shared: {
        bytes: 332,
        bytesPerLayer: 17,
        stackBytes: 112,
      },
    },
    fettle_conv_2d: {
      instructions: {
        taps: 8833.96,
      },
      alone: {
        bytes: 0,
        bytesPerLayer: 0,
        stackBytes: 0,
      },
      shared: {
        bytes: 0,
        bytesPerLayer: 0,
        stackBytes: 0,
      },
    },
    fettle_conv_2d_gathered: {
      instructions: {
        outputs: 44.7007,
        squares: 15.7416,
        copiedWords: 40.0404,
      },
      alone: {
        bytes: 673,
        bytesPerLayer: 0,
        stackBytes: 152,
      },
      shared: {
        bytes: 1240,
        bytesPerLayer: 0,
        stackBytes: 184,
      },
    },
    'fettle_conv_2d_gathered + fettle_clamp_all': {
      instructions: {
        macs: 0.86216,
        outputs: 43.7335,
        copiedWords: 36.5466,
        filterRows: 5.16616,
        outside: 10.948,
      },
      alone: {
        bytes: 746,
        bytesPerLayer: 0,
        stackBytes: 152,
      },
      shared: {
        bytes: 746,
        bytesPerLayer: 0,
        stackBytes: 152,
      },
    },
    fettle_dense_by_blocks: {
      instructions: {
        blocks: 134.886,
        macs: 1.15484,
      },
      alone: {
        bytes: 236,
        bytesPerLayer: 0,
        stackBytes: 120,
      },
      shared: {
        bytes: 480,
        bytesPerLayer: 0,
        stackBytes: 140,
      },
    },
    'fettle_dense_by_blocks + fettle_clamp_all': {
      instructions: {
        blocks: 179.291,
        macs: 1.10651,
      },
      alone: {
        bytes: 290,
        bytesPerLayer: 0,
        stackBytes: 116,
      },
      shared: {
        bytes: 290,
        bytesPerLayer: 0,
        stackBytes: 116,
      },
    },
    fettle_depthwise_by_blocks: {
      instructions: {
        outputs: 44.3921,
        squares: 44.5399,
      },
      alone: {
        bytes: 292,
        bytesPerLayer: 0,
        stackBytes: 148,
      },
      shared: {
        bytes: 292,
        bytesPerLayer: 0,
        stackBytes: 168,
      },
    },
    'fettle_depthwise_by_blocks + fettle_clamp_all': {
      instructions: {
        squares: 81.0709,
        statements: 5233.07,
        outside: 7.22583,
        rests: 25.9805,
      },
      alone: {
        bytes: 400,
        bytesPerLayer: 0,
        stackBytes: 152,
      },
      shared: {
        bytes: 400,
        bytesPerLayer: 0,
        stackBytes: 152,
      },
    },
    fettle_depthwise_conv_2d: {
      instructions: {
        insideMacs: 16.2568,
        inputs: 49.6852,
      },
      alone: {
        bytes: 252,
        bytesPerLayer: 0,
        stackBytes: 104,
      },
      shared: {
        bytes: 468,
        bytesPerLayer: 24,
        stackBytes: 132,
      },
    },
    fettle_look_up: {
      instructions: {
        inputs: 6.35751,
      },
      alone: {
        bytes: 31,
        bytesPerLayer: 0,
        stackBytes: 48,
      },
      shared: {
        bytes: 35,
        bytesPerLayer: 10,
        stackBytes: 48,
      },
    },
    fettle_max_pool_2d: {
      instructions: {
        values: 13.2737,
      },
      alone: {
        bytes: 73,
        bytesPerLayer: 0,
        stackBytes: 80,
      },
      shared: {
        bytes: 307,
        bytesPerLayer: 18,
        stackBytes: 104,
      },
    },
    fettle_maximum_8: {
      instructions: {
        inputs: 8.73781,
      },
      alone: {
        bytes: 40,
        bytesPerLayer: 0,
        stackBytes: 48,
      },
      shared: {
        bytes: -7,
        bytesPerLayer: 38,
        stackBytes: 48,
      },
    },
    fettle_mean: {
      instructions: {
        inputs: 6.02971,
      },
      alone: {
        bytes: 78,
        bytesPerLayer: 0,
        stackBytes: 52,
      },
      shared: {
        bytes: 78,
        bytesPerLayer: 0,
        stackBytes: 52,
      },
    },
    fettle_product_8: {
      instructions: {
        inputs: 26.676,
      },
      alone: {
        bytes: 55,
        bytesPerLayer: 0,
        stackBytes: 52,
      },
      shared: {
        bytes: 196,
        bytesPerLayer: 16,
        stackBytes: 72,
      },
    },
    fettle_softmax_8: {
      instructions: {
        inputs: 56.4624,
        rows: 104.798,
        statements: 56.6711,
      },
      alone: {
        bytes: 415,
        bytesPerLayer: 0,
        stackBytes: 80,
      },
      shared: {
        bytes: 436,
        bytesPerLayer: 4,
        stackBytes: 88,
      },
    },
    fettle_sum_8: {
      instructions: {
        inputs: 95.2018,
      },
      alone: {
        bytes: 147,
        bytesPerLayer: 0,
        stackBytes: 64,
      },
      shared: {
        bytes: 213,
        bytesPerLayer: 18,
        stackBytes: 80,
      },
    },
    'for + fettle_sum_8': {
      instructions: {
        inputs: 89.4944,
        statements: 42.8949,
      },
      alone: {
        bytes: 155,
        bytesPerLayer: 0,
        stackBytes: 72,
      },
      shared: {
        bytes: 216,
        bytesPerLayer: 40,
        stackBytes: 96,
      },
    },
    'for + memcpy': {
      instructions: {
        turns: 26.1036,
        movedBytes: 0.375581,
        moves: 3.48174,
      },
      alone: {
        bytes: 372,
        bytesPerLayer: 0,
        stackBytes: 64,
      },
      shared: {
        bytes: 342,
        bytesPerLayer: 44,
        stackBytes: 96,
      },
    },
    'for + memset + memcpy': {
      instructions: {
        movedBytes: 0.162576,
        turns: 35.2198,
        inputs: 0.746058,
      },
      alone: {
        bytes: 524,
        bytesPerLayer: 0,
        stackBytes: 60,
      },
      shared: {
        bytes: 467,
        bytesPerLayer: 56,
        stackBytes: 68,
      },
    },
  },
};
