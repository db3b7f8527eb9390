import { expect, it } from 'vitest';
import type { Text } from '../../i18n/useText.ts';
import { countWords, totalOf } from './countWords.ts';

const text: Text = (key, values) => [key, ...Object.values(values ?? {})].join(' ');
const shown = {
  total: 175,
  page: { totalKind: 'exact' as const },
  isPending: false,
  isSettling: false,
  error: null,
};

it('says how many events there are, as exactly as they were counted', () => {
  expect(countWords(totalOf(shown), text)).toBe('audit.export.count 175');
  expect(countWords(totalOf({ ...shown, total: 0 }), text)).toBe('audit.export.count 0');
  expect(countWords(totalOf({ ...shown, page: { totalKind: 'capped' } }), text)).toBe(
    'audit.export.countCapped 175',
  );
  expect(countWords(totalOf({ ...shown, page: { totalKind: 'estimated' } }), text)).toBe(
    'audit.export.countEstimated 175',
  );
});

it('states no number that belongs to another filter, or to none', () => {
  for (const unknown of [
    { ...shown, isSettling: true },
    { ...shown, total: 0, isPending: true },
    { ...shown, total: 0, error: new Error('The server does not answer') },
  ])
    expect(countWords(totalOf(unknown), text)).toBe('audit.export.countBeyond');
});
