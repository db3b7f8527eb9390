import { describe, expect, it } from 'vitest';
import { columnWidth } from './columnWidth.ts';

describe('columnWidth', () => {
  it('follows the usual value, not the longest', () => {
    const usual = Array.from({ length: 20 }, () => '2014-10-01');
    expect(columnWidth('date', null, [...usual, 'x'.repeat(400)])).toBe(columnWidth('date', null, usual));
  });

  it('has room for the unit', () => {
    const values = Array.from({ length: 5 }, () => '59.858819123');
    expect(columnWidth('lat', 'DD', values)).toBeGreaterThan(columnWidth('lat', null, values));
  });

  it('is neither a sliver nor a wall', () => {
    expect(columnWidth('a', null, [])).toBe(84);
    expect(columnWidth('a', null, ['x'.repeat(2000)])).toBe(300);
  });
});
