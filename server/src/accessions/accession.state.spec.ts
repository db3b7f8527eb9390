import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessionStatus } from './accession.contract.ts';
import { accessionTransitions, statesBefore } from './accession.state.ts';

const status = fc.constantFrom(...accessionStatus.options);

describe('the states of an accession', () => {
  it('know each other both ways', () => {
    fc.assert(
      fc.property(status, status, (from, to) => {
        expect(statesBefore(to).includes(from)).toBe(accessionTransitions[from].includes(to));
      }),
    );
  });

  it('never lead back to private, nor out of a tombstone', () => {
    fc.assert(
      fc.property(status, (from) => {
        expect(accessionTransitions[from]).not.toContain('private');
        expect(accessionTransitions[from]).not.toContain(from);
      }),
    );
    expect(accessionTransitions.withdrawn).toEqual([]);
  });

  it('suppress only what was to be seen', () => {
    expect(statesBefore('suppressed')).toEqual(['public']);
  });
});
