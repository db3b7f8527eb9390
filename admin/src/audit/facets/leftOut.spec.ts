import { expect, it } from 'vitest';
import { leftOut } from './leftOut.ts';

const facet = (count: number, isComplete: boolean) => ({
  values: Array.from({ length: count }, (_, at) => ({
    value: `v${at}`,
    label: null,
    count: 1,
    isCapped: false,
  })),
  isComplete,
});

it('speaks of more values only where there can be some', () => {
  expect(leftOut('source', facet(3, false))).toBeNull();
  expect(leftOut('source', facet(2, false))).toBe('newest');
  expect(leftOut('actor', facet(12, false))).toBe('partial');
  expect(leftOut('actor', facet(3, false))).toBe('newest');
  expect(leftOut('type', facet(12, true))).toBeNull();
  expect(leftOut('type', facet(0, false))).toBeNull();
});
