/**
 * The colours of the console, once for light and once for dark. Everything painted comes from here: as CSS variables
 * (`--ink`, `--waiting-bg`) in our own styles and as the palette of MUI's components.
 *
 * Greys carry nearly everything. One accent marks what can be acted on or has the focus. The seven meanings are the only
 * other colours and never stand without a word or a shape.
 */
export const meanings = ['waiting', 'ours', 'theirs', 'good', 'doubtful', 'bad', 'gone'] as const;
export type Meaning = (typeof meanings)[number];

type Greys = {
  canvas: string;
  surface: string;
  sunken: string;
  hover: string;
  line: string;
  /** Borders of controls: at least 3:1 against `surface` (WCAG 1.4.11). */
  edge: string;
  ink: string;
  inkMuted: string;
  inkFaint: string;
};
type Accent = { accent: string; accentHover: string; onAccent: string; accentSoft: string; focus: string };
export type Tokens = Greys &
  Accent & { shadow: string; meaning: Record<Meaning, { fg: string; bg: string }> };

export const light: Tokens = {
  canvas: '#f7f8f8',
  surface: '#ffffff',
  sunken: '#f1f3f4',
  hover: '#f4f6f7',
  line: '#e1e5e8',
  edge: '#848d95',
  ink: '#15191d',
  inkMuted: '#4d565e',
  inkFaint: '#616a73',
  accent: '#0b5f73',
  accentHover: '#084c5d',
  onAccent: '#ffffff',
  accentSoft: '#e2f1f4',
  focus: '#0f7f99',
  shadow: '0 1px 2px rgb(15 23 30 / 6%), 0 12px 32px rgb(15 23 30 / 14%)',
  meaning: {
    waiting: { fg: '#6b5800', bg: '#faf2cd' },
    ours: { fg: '#1f4fb8', bg: '#e7eefc' },
    theirs: { fg: '#6b3fa8', bg: '#f1eafb' },
    good: { fg: '#17653a', bg: '#e1f4e8' },
    doubtful: { fg: '#934000', bg: '#ffeddf' },
    bad: { fg: '#b3261e', bg: '#fdeae8' },
    gone: { fg: '#58616a', bg: '#ebeef0' },
  },
};

export const dark: Tokens = {
  canvas: '#0e1113',
  surface: '#14181b',
  sunken: '#0b0d0f',
  hover: '#1a1f23',
  line: '#272d32',
  edge: '#6b747d',
  ink: '#e8ebee',
  inkMuted: '#aab3bb',
  inkFaint: '#8f98a1',
  accent: '#66c6da',
  accentHover: '#84d5e6',
  onAccent: '#05262e',
  accentSoft: '#11323b',
  focus: '#4fb6cc',
  shadow: '0 1px 2px rgb(0 0 0 / 40%), 0 12px 32px rgb(0 0 0 / 55%)',
  meaning: {
    waiting: { fg: '#e0c448', bg: '#322b0d' },
    ours: { fg: '#93b7ff', bg: '#172748' },
    theirs: { fg: '#c6a7f4', bg: '#2d1f45' },
    good: { fg: '#78d199', bg: '#11301e' },
    doubtful: { fg: '#f3a869', bg: '#392210' },
    bad: { fg: '#ff958c', bg: '#431b1b' },
    gone: { fg: '#a3acb5', bg: '#242a2f' },
  },
};

/** The tokens as custom properties: `{ '--ink': '#15191d', '--waiting-fg': …, '--waiting-bg': … }`. */
export const cssVariables = ({ meaning, ...plain }: Tokens): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [
      `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`,
      value,
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(meaning).flatMap(([name, { fg, bg }]) => [
      [`--${name}-fg`, fg],
      [`--${name}-bg`, bg],
    ]),
  ),
});
