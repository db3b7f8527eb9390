import { expect, it } from 'vitest';
import { localClock } from './localClock.ts';

it('says what the clock there shows, wherever the reader is', () => {
  expect(localClock('2026-11-23T06:00:00', 'en-GB')).toBe('Mon, 23 November 2026 at 06:00');
  expect(localClock('2026-03-29T02:30:00', 'en-GB')).toContain('02:30');
  expect(localClock('soon', 'en-GB')).toBe('soon');
});
