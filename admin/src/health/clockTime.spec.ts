import { expect, it } from 'vitest';
import { clockTime } from './clockTime.ts';

it('is the time of day to the second, in the reader’s zone, in 24 hours', () => {
  expect(clockTime(new Date('2026-11-21T23:09:07.900Z'), 'en', 'UTC')).toBe('23:09:07');
  expect(clockTime(new Date('2026-11-21T23:09:07.900Z'), 'en', 'Europe/Vienna')).toBe('00:09:07');
});
