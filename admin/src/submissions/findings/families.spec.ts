import { expect, it } from 'vitest';
import { familiesOf } from './families.ts';
import type { FindingGroup } from './GroupLine.tsx';

const note = (rule: string, field: string | null): FindingGroup => ({
  severity: 'info',
  rule,
  field,
  count: 1,
  example: 'x',
  suggestion: null,
});

it('puts what one rule says about many columns together, and leaves the order', () => {
  const [one, other, third] = [
    note('column.unknown', 'a'),
    note('unit.default', 'b'),
    note('column.unknown', 'c'),
  ];
  expect(familiesOf([one, other, third])).toEqual([
    { rule: 'column.unknown', groups: [one, third] },
    { rule: 'unit.default', groups: [other] },
  ]);
  expect(familiesOf([])).toEqual([]);
});
