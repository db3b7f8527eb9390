import { expect, it } from 'vitest';
import { shiftToShow } from './tabInView.ts';

const row = { left: 0, right: 360 };

it('moves the row no further than it takes to see the whole tab', () => {
  expect(shiftToShow(row, { left: 200, right: 260 })).toBe(0);
  expect(shiftToShow(row, { left: 0, right: 360 })).toBe(0);
  expect(shiftToShow(row, { left: 340, right: 420 })).toBe(76);
  expect(shiftToShow(row, { left: -30, right: 50 })).toBe(-46);
});

it('shows the beginning of a tab that is wider than the row', () => {
  expect(shiftToShow(row, { left: 100, right: 900 })).toBe(100);
});
