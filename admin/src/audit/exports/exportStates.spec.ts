import { expect, it } from 'vitest';
import { shareOf } from './exportStates.ts';

it('knows how far an export is where it was counted before', () => {
  expect(shareOf({ events: 50, expected: 200 })).toBe(0.25);
  expect(shareOf({ events: 201, expected: 200 })).toBe(1);
  expect(shareOf({ events: 7, expected: null })).toBeUndefined();
  expect(shareOf({ events: 0, expected: 0 })).toBeUndefined();
});
