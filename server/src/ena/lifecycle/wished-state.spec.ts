import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestKind } from './request.contract.ts';
import { lookOf, type ToldState } from './wished-state.ts';

const states = ['PRIVATE', 'PUBLIC', 'CANCELLED', 'SUPPRESSED', 'TEMPORARY_SUPPRESSED', 'KILLED', 'DRAFT'];
const day = fc.constantFrom('2027-01-01', '2027-06-30', null);
const kind = fc.constantFrom(...requestKind.options);
const accessions = ['A', 'B', 'C'];
const told = fc.tuple(
  ...accessions.map((accession) =>
    fc.record({
      accession: fc.constant(accession),
      status: fc.constantFrom(...states, null),
      holdUntil: day,
    }),
  ),
);

describe('a look at what ENA has', () => {
  it.each([
    ['release', 'PUBLIC', null, 'as_wished'],
    ['release', 'PRIVATE', null, 'otherwise'],
    ['cancel', 'CANCELLED', null, 'as_wished'],
    ['cancel', 'SUPPRESSED', null, 'otherwise'],
    ['suppress', 'TEMPORARY_SUPPRESSED', null, 'as_wished'],
    ['hold', 'PRIVATE', '2027-06-30', 'as_wished'],
    ['hold', 'PRIVATE', '2027-01-01', 'otherwise'],
    ['hold', 'PRIVATE', null, 'unclear'],
    ['hold', 'PUBLIC', '2027-06-30', 'otherwise'],
    ['modify', 'PRIVATE', null, 'unclear'],
  ] as const)('%s of what is %s until %s is %s', (of, status, holdUntil, look) => {
    const holdDate = of === 'hold' ? '2027-06-30' : null;
    expect(lookOf({ kind: of, holdDate }, ['A'], [{ accession: 'A', status, holdUntil }])).toBe(look);
  });

  it('is as wished only when each record is, and says nothing when one is missing', () => {
    fc.assert(
      fc.property(kind, told, (of, all) => {
        const holdDate = of === 'hold' ? '2027-06-30' : null;
        const look = lookOf({ kind: of, holdDate }, accessions, all);
        const each = all.map((state: ToldState) =>
          lookOf({ kind: of, holdDate }, [state.accession], [state]),
        );
        if (each.includes('unclear')) expect(look).toBe('unclear');
        else expect(look === 'as_wished').toBe(each.every((one) => one === 'as_wished'));
        expect(lookOf({ kind: of, holdDate }, [...accessions, 'D'], all)).toBe('unclear');
      }),
    );
  });
});
