import { expect, it } from 'vitest';
import { holdsAddress } from './holdsAddress.ts';

it('leads to some holds alone, or to all', () => {
  expect(holdsAddress(['a', 'b'])).toBe('/log-retention?hold=a,b');
  expect(holdsAddress(['a&x=1'])).toBe('/log-retention?hold=a%26x%3D1');
  expect(holdsAddress([])).toBe('/log-retention');
});
