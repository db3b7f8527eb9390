import { expect, it } from 'vitest';
import { nextLookMs } from './nextLookMs.ts';

const hold = { id: '019a0000-0000-7000-8000-000000000000', kind: 'period' as const };

it('looks again soon while an erasure goes on, seldom while it is held, never when it is done', () => {
  const soon = nextLookMs({ state: 'requested', holds: [] });
  expect(nextLookMs(undefined)).toBe(soon);
  expect(soon).toBeLessThanOrEqual(30_000);
  expect(nextLookMs({ state: 'requested', holds: [hold] })).toBeGreaterThanOrEqual(2 * 60_000);
  expect(nextLookMs({ state: 'done', holds: [] })).toBe(false);
});
