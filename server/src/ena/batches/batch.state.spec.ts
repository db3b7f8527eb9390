import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOutcome, batchTransitions } from './batch.state.ts';

const count = fc.nat(3);
const counts = fc.record({ waiting: count, sent: count, accepted: count, failed: count, attention: count });

describe('the outcome of a batch', () => {
  it('is never accepted while anything is open, failed or unclear', () => {
    fc.assert(
      fc.property(counts, (given) => {
        const isClean = given.waiting + given.sent + given.failed + given.attention === 0;
        return (batchOutcome(given) === 'accepted') === isClean;
      }),
    );
  });

  it('asks for a person before it says partial or refused', () => {
    expect(batchOutcome({ waiting: 0, sent: 0, accepted: 3, failed: 1, attention: 1 })).toBe('attention');
    expect(batchOutcome({ waiting: 0, sent: 0, accepted: 3, failed: 1, attention: 0 })).toBe('partial');
    expect(batchOutcome({ waiting: 0, sent: 0, accepted: 0, failed: 1, attention: 0 })).toBe('refused');
  });

  it('is a state that sending leads to', () => {
    fc.assert(
      fc.property(counts, (given) => [...batchTransitions.sending, 'sending'].includes(batchOutcome(given))),
    );
  });
});
