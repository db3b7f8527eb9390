import { lineFilterNames, lineOf } from '@contract/audit/finding/search-line.contract.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withoutLine } from './lineInAddress.ts';

const inFilters = (address: string) => withoutLine(new URLSearchParams(address))?.toString();

it('puts the filters of a search line into the address', () => {
  expect(inFilters('q=action:approve')).toBe('action=approve');
  expect(inFilters('view=all&q=-type:File since:2026-10-01 typo&sort=occurredAt')).toBe(
    'view=all&sort=occurredAt&notType=File&since=2026-10-01&reason=typo',
  );
  expect(inFilters('q=')).toBe('');
});

it('leaves alone what has no line, cannot be read, or is given both ways', () => {
  for (const address of [
    '',
    'action=approve',
    'q=color:red',
    'q=actor:"Ada',
    'q=action:approve&action=reject',
  ])
    expect(inFilters(address)).toBeUndefined();
});

it('never loses a filter that a line can say', () => {
  const words = fc.constantFrom('ada', 'grace@example.org', 'SUB-42', '10.0.0.7');
  const names = ['actor', 'notActor', 'record', 'type', 'requestId', 'address'].filter((name) =>
    lineFilterNames.includes(name),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), words), (filters) => {
      const address = withoutLine(new URLSearchParams({ q: lineOf(filters) }));
      expect(Object.fromEntries(address ?? [])).toEqual(filters);
    }),
  );
});
