import { expect, it } from 'vitest';
import type { Text } from '../../i18n/useText.ts';
import { english } from '../../i18n/en/english.ts';
import { valueWords } from './valueWords.ts';

const found = (key: string) =>
  key.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], english);
const text: Text = (key) => String(found(key));
const words = (fact: string, value: unknown) => valueWords(fact, value, text);

it('tells codes in words', () => {
  expect(words('action', 'read')).toBe('To open it');
  expect(words('action', 'request-changes')).toBe('To ask for changes');
  expect(words('format', 'csv')).toBe('CSV');
  expect(words('kind', 'period')).toBe('Period');
  expect(words('kind', 'suppress')).toBe('Suppress');
  expect(words('token', 'download link')).toBe('A link to a download');
  expect(words('outcome', 'cut')).toBe('Cut off');
});

it('leaves alone what is no code of the fact', () => {
  expect(words('action', 'dance')).toBeUndefined();
  expect(words('action', { read: true })).toBeUndefined();
  expect(words('name', 'read')).toBeUndefined();
  expect(words('constructor', 'name')).toBeUndefined();
});
