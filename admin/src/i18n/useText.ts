import { useCallback } from 'react';
import { useLocale, useTranslate } from 'react-admin';
import type { english } from './en/english.ts';

type KeysOf<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeysOf<T[K]>}`;
}[keyof T & string];

/** Every key of the catalogue; a key that is not in it does not compile. */
export type TextKey = KeysOf<Omit<typeof english, 'ra'>>;
export type TextValues = Record<string, string | number>;
export type Text = (key: TextKey, values?: TextValues) => string;

/**
 * The words of the console. A number `count` chooses the plural form; all numbers are written the way the language does.
 * @example text('list.total', { count: 1200 }) // "1,200 submissions"
 */
export const useText = (): Text => {
  const translate = useTranslate();
  const locale = useLocale();
  return useCallback(
    (key, values = {}) => {
      const written = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === 'number' ? value.toLocaleString(locale) : value,
        ]),
      );
      const { count } = values;
      return translate(key, typeof count === 'number' ? { ...written, smart_count: count } : written);
    },
    [translate, locale],
  );
};
