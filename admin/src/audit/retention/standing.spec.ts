import { expect, it } from 'vitest';
import type { Text } from '../../i18n/useText.ts';
import { monthWords } from './monthWords.ts';
import { standingWords, type NextMonth } from './standing.ts';

const text: Text = (key, values) => [key, ...Object.values(values ?? {})].join(' ');
const next: NextMonth = { month: '2025-10', dueAt: '2026-12-01T00:00:00.000Z', standing: 'young', holds: [] };
const says = (changed: Partial<NextMonth>) => standingWords({ ...next, ...changed }, text, 'en-GB');

it('tells when a young month may leave, by the day in UTC', () => {
  expect(says({})).toBe('retention.standingSays.young 1 December 2026');
});

it('counts the holds that keep a month', () => {
  expect(says({ standing: 'held', holds: ['a', 'b'] })).toBe('retention.standingSays.held 2');
});

it('has a sentence for whatever else keeps it', () => {
  for (const standing of ['unsealed', 'erasing', 'due', 'archived'] as const)
    expect(says({ standing })).toBe(`retention.standingSays.${standing}`);
});

it('writes months out in UTC, whatever the zone', () => {
  expect(monthWords('2026-01', 'en-GB')).toBe('January 2026');
  expect(monthWords('2025-12', 'en-GB')).toBe('December 2025');
});
