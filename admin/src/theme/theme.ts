import { createTheme } from '@mui/material/styles';
import { components } from './components.ts';
import { dark, light, type Tokens } from './tokens.ts';

const palette = (tokens: Tokens) => ({
  primary: { main: tokens.accent, dark: tokens.accentHover, contrastText: tokens.onAccent },
  error: { main: tokens.meaning.bad.fg },
  warning: { main: tokens.meaning.doubtful.fg },
  success: { main: tokens.meaning.good.fg },
  info: { main: tokens.meaning.ours.fg },
  text: { primary: tokens.ink, secondary: tokens.inkMuted, disabled: tokens.inkFaint },
  background: { default: tokens.canvas, paper: tokens.surface },
  divider: tokens.line,
});

const sans = "'Inter Variable', system-ui, 'Segoe UI', 'Noto Sans', 'Noto Sans Arabic', sans-serif";

/** MUI's components in the console's clothes: dense, flat, hairlines instead of shadows. */
export const consoleTheme = (direction: 'ltr' | 'rtl') =>
  createTheme({
    direction,
    cssVariables: { colorSchemeSelector: 'data-scheme', cssVarPrefix: 'seqdb' },
    colorSchemes: { light: { palette: palette(light) }, dark: { palette: palette(dark) } },
    shape: { borderRadius: 6 },
    breakpoints: { values: { xs: 0, sm: 600, md: 960, lg: 1280, xl: 1920 } },
    typography: {
      fontFamily: sans,
      fontSize: 13,
      htmlFontSize: 16,
      body1: { fontSize: '0.875rem', lineHeight: 1.5 },
      body2: { fontSize: '0.8125rem', lineHeight: 1.5 },
      caption: { fontSize: '0.75rem', lineHeight: 1.4 },
      button: { fontSize: '0.8125rem', fontWeight: 550, textTransform: 'none', letterSpacing: 0 },
      h1: { fontSize: '1.25rem', fontWeight: 620, lineHeight: 1.3, letterSpacing: '-0.01em' },
      h2: { fontSize: '0.9375rem', fontWeight: 600, lineHeight: 1.4 },
      h3: { fontSize: '0.8125rem', fontWeight: 600, lineHeight: 1.4 },
    },
    transitions: {
      duration: {
        enteringScreen: 120,
        leavingScreen: 80,
        shortest: 80,
        shorter: 100,
        short: 120,
        standard: 150,
        complex: 180,
      },
    },
    components,
  });
