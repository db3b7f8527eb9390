import polyglotI18nProvider from 'ra-i18n-polyglot';
import type { I18nProvider } from 'react-admin';
import { english } from '../i18n/en/english.ts';

/** English is part of the first load; further languages are fetched when they are chosen. */
export const i18nProvider: I18nProvider = polyglotI18nProvider(() => english, 'en', [
  { locale: 'en', name: 'English' },
]);
