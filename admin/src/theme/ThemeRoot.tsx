import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import GlobalStyles from '@mui/material/GlobalStyles';
import { ThemeProvider } from '@mui/material/styles';
import rtlPlugin from '@mui/stylis-plugin-rtl';
import { useEffect, useMemo, type ReactNode } from 'react';
import { prefixer } from 'stylis';
import { useLocale } from 'react-admin';
import { directionOf } from '../i18n/direction.ts';
import { consoleTheme } from './theme.ts';
import { cssVariables, dark, light } from './tokens.ts';
import './global.css';

/** The nonce the server put into the page, for the style elements that emotion writes. */
const pageNonce = () => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

const styleCache = (direction: 'ltr' | 'rtl') =>
  createCache({
    key: direction === 'rtl' ? 'cr' : 'c',
    nonce: pageNonce(),
    prepend: true,
    ...(direction === 'rtl' ? { stylisPlugins: [prefixer, rtlPlugin] } : {}),
  });

/** Paper is white whatever the screen is, and nothing on it is faint. */
const paper = { ...cssVariables(light), '--ink': '#000', '--ink-muted': '#000', '--ink-faint': '#333' };

const variables = (
  <GlobalStyles
    styles={{
      ':root': cssVariables(light),
      '[data-scheme="dark"]': cssVariables(dark),
      '@media print': { ':root, [data-scheme="dark"]': paper },
    }}
  />
);

/** Colours, type and direction for everything inside; the direction is the language's. */
export const ThemeRoot = ({ children }: { children: ReactNode }) => {
  const locale = useLocale();
  const direction = directionOf(locale);
  const theme = useMemo(() => consoleTheme(direction), [direction]);
  const cache = useMemo(() => styleCache(direction), [direction]);
  useEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dir = direction;
  }, [locale, direction]);
  return (
    <CacheProvider value={cache}>
      <ThemeProvider theme={theme} defaultMode="system" modeStorageKey="seqdb-mode">
        {variables}
        {children}
      </ThemeProvider>
    </CacheProvider>
  );
};
