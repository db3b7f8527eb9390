import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  approvalObjection,
  batchCommands,
  batchOutcome,
  batchTransitions,
  mayCommand,
  unsentStates,
} from './batch.state.ts';
import { type BatchCommand, batchStatus, type BatchStatus } from './batches.contract.ts';

const count = fc.nat(3);
const counts = fc.record({ waiting: count, sent: count, accepted: count, failed: count, attention: count });
const commands = Object.keys(batchCommands) as BatchCommand[];
const command = fc.constantFrom(...commands);

/** Where a batch stands after commands, with what workers do in between when they do it. */
function walk(steps: readonly (BatchCommand | 'work')[], isFourEyes: boolean): BatchStatus[] {
  const path: BatchStatus[] = ['assembling'];
  for (const step of steps) {
    const at = path.at(-1) ?? 'assembling';
    if (step === 'work') {
      const next = at === 'checking' ? 'checked' : at === 'sending' ? 'partial' : at;
      path.push(next);
    } else if (mayCommand(step, at, isFourEyes)) path.push(batchCommands[step].to ?? at);
  }
  return path;
}

describe('the states of a batch', () => {
  it('are all reached, and lead only to states there are', () => {
    const reached = new Set<BatchStatus>(['assembling']);
    for (const status of reached) for (const next of batchTransitions[status]) reached.add(next);
    expect([...reached].sort()).toEqual([...batchStatus.options].sort());
  });

  it('are left only where the table says, whatever curators and workers do', () => {
    const steps = fc.array(fc.oneof(command, fc.constant('work' as const)), { maxLength: 30 });
    fc.assert(
      fc.property(steps, fc.boolean(), (given, isFourEyes) => {
        const path = walk(given, isFourEyes);
        path.slice(1).forEach((to, at) => {
          const from = path[at]!;
          if (from !== to) expect(batchTransitions[from], `${from} to ${to}`).toContain(to);
        });
      }),
    );
  });

  it('with four eyes never come to sending without an approval since the last change', () => {
    const steps = fc.array(fc.oneof(command, fc.constant('work' as const)), { maxLength: 30 });
    fc.assert(
      fc.property(steps, (given) => {
        const path = walk(given, true);
        const first = path.indexOf('sending');
        return first === -1 || path[first - 1] === 'approved';
      }),
    );
  });

  it('take nothing back once something may have left', () => {
    for (const one of ['edit', 'validate', 'approve', 'cancel', 'remove'] as const)
      for (const status of batchStatus.options)
        if (mayCommand(one, status, false)) expect(unsentStates).toContain(status);
    for (const status of ['accepted', 'cancelled'] as const)
      expect(commands.filter((one) => mayCommand(one, status, false))).toEqual([]);
  });
});

describe('the approval of a batch', () => {
  const people = ['ann', 'bob', 'cem', 'dee'];
  const some = fc.subarray(people);
  const hands = fc.record({
    createdBy: fc.option(fc.constantFrom(...people)),
    ownerIds: some,
    submitterIds: some,
  });

  it('is never given by the owner of what is in it', () => {
    fc.assert(
      fc.property(hands, fc.constantFrom(...people), fc.boolean(), (given, person, isFourEyes) => {
        if (given.ownerIds.includes(person))
          expect(approvalObjection(given, person, isFourEyes)).toBeDefined();
      }),
    );
  });

  it('comes with four eyes from somebody who had no hand in it, and from anybody of those', () => {
    fc.assert(
      fc.property(hands, fc.constantFrom(...people), (given, person) => {
        const { createdBy, ownerIds, submitterIds } = given;
        const hadHand = createdBy === person || ownerIds.includes(person) || submitterIds.includes(person);
        return (approvalObjection(given, person, true) !== undefined) === hadHand;
      }),
    );
  });
});

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
