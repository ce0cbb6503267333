import {
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/** Ink: the one colour of everything that is not a state. */
const ink: MantineColorsTuple = [
  '#f3f1ec',
  '#e4e2dc',
  '#cbc9c4',
  '#adaca8',
  '#8d8c89',
  '#6b6c6c',
  '#515355',
  '#3a3d40',
  '#27292c',
  '#17191c',
];

/** Mantine's own greys, warmed to the paper's. */
const gray: MantineColorsTuple = [
  '#faf9f6',
  '#f1efe9',
  '#e4e2dc',
  '#dfddd6',
  '#bdbbb4',
  '#8d8c89',
  '#55585c',
  '#3a3d40',
  '#27292c',
  '#17191c',
];

/** And its dark ones: text first, the deepest ground last. */
const dark: MantineColorsTuple = [
  '#edebe6',
  '#cbc9c4',
  '#aeaca7',
  '#7d7c79',
  '#4a4d52',
  '#2d2f33',
  '#1b1d20',
  '#131416',
  '#0d0e0f',
  '#08090a',
];

/** A filled button is ink with paper on it, in light and in dark; the rest is Mantine's. */
const variantColorResolver: VariantColorsResolver = (input) =>
  input.variant === 'filled' && (input.color === undefined || input.color === 'ink')
    ? {
        background: 'var(--ink)',
        hover: 'var(--ink-hover)',
        color: 'var(--paper-raised)',
        border: '1px solid transparent',
      }
    : defaultVariantColorsResolver(input);

/**
 * Mantine set to the house: ink on paper, three type sizes (13, 15, 24 px), a 4 px grid.
 * State colours live in theme.css as `--state-*`, so that nothing but a state can use them by accident.
 */
export const theme = createTheme({
  primaryColor: 'ink',
  variantColorResolver,
  primaryShade: { light: 9, dark: 0 },
  colors: { ink, gray, dark },
  black: '#17191c',
  white: '#ffffff',
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace",
  fontSizes: { xs: '13px', sm: '13px', md: '15px', lg: '15px', xl: '24px' },
  lineHeights: { xs: '20px', sm: '20px', md: '24px', lg: '24px', xl: '32px' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '40px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  // Red is a state; that a field must be filled in is said when it is not.
  components: { InputWrapper: { defaultProps: { withAsterisk: false } } },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '24px', lineHeight: '32px' },
      h2: { fontSize: '15px', lineHeight: '24px' },
      h3: { fontSize: '15px', lineHeight: '24px' },
    },
  },
});
