import { describe, expect, it } from 'vitest';
import { barsOf } from './bars.ts';

const size = { width: 100, height: 40 };

describe('barsOf', () => {
  it('draws the greatest over the whole height, and others by their share', () => {
    const [none, half, all] = barsOf([0, 5, 10], size);
    expect(none?.height).toBe(0);
    expect(half).toMatchObject({ height: 20, y: 20 });
    expect(all).toMatchObject({ height: 40, y: 0 });
  });

  it('lets a little be seen beside a lot', () => expect(barsOf([1, 100_000], size)[0]?.height).toBe(1));

  it('stays within the picture, whatever it is given', () => {
    for (const values of [[], [0, 0], [3], Array.from({ length: 400 }, (_, at) => at)])
      for (const { x, y, width, height } of barsOf(values, size)) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(size.width + 1e-9);
        expect(y + height).toBeCloseTo(size.height);
        expect(width).toBeGreaterThan(0);
      }
  });
});
