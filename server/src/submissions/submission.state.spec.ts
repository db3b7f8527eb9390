import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { submissionCommand, submissionStatus } from './submission.contract.ts';
import { assertSound, canMove, commands, objection, type Standing, transitions } from './submission.state.ts';

const status = fc.constantFrom(...submissionStatus.options);
const command = fc.constantFrom(...submissionCommand.options);
const person = fc.constantFrom('me', 'another');
const standing: fc.Arbitrary<Standing> = fc.record({
  status,
  curatorId: fc.option(person),
  curatorName: fc.option(fc.constant('Ingrid')),
  sampleCount: fc.nat(3),
  errorCount: fc.nat(3),
  hasAccessions: fc.boolean(),
});

describe('the states of a submission', () => {
  it('are those of the contract, all reachable from a draft', () => {
    expect(Object.keys(transitions).sort()).toEqual([...submissionStatus.options].sort());
    expect(() => assertSound()).not.toThrow();
  });

  it('refuse a table with a state that nothing leads to, or that does not exist', () => {
    expect(() => assertSound({ draft: ['submitted'], submitted: [], lost: [] })).toThrow(
      /no way leads to: lost/,
    );
    expect(() => assertSound({ draft: ['nowhere'] })).toThrow(/nowhere is not in the table/);
  });

  it('end where nothing leads on: rejected and withdrawn', () => {
    const final = submissionStatus.options.filter((one) => transitions[one].length === 0);
    expect(final).toEqual(['rejected', 'withdrawn']);
    for (const one of final)
      expect(submissionCommand.options.filter((name) => canMove(one, name))).toEqual([]);
  });

  it('have a command for every transition, and no command without one', () => {
    const moves = submissionStatus.options.flatMap((from) =>
      submissionCommand.options
        .filter((name) => canMove(from, name))
        .map((name) => `${from}>${commands[name].to}`),
    );
    const allowed = submissionStatus.options.flatMap((from) =>
      transitions[from].map((to) => `${from}>${to}`),
    );
    expect([...new Set(moves)].sort()).toEqual([...allowed].sort());
    for (const name of submissionCommand.options)
      expect(submissionStatus.options.some((from) => canMove(from, name))).toBe(true);
  });
});

describe('what stands against a command', () => {
  const check = (holds: (given: Standing, name: (typeof submissionCommand.options)[number]) => boolean) =>
    fc.assert(fc.property(standing, command, holds), { numRuns: 2_000 });

  it('is nothing only where the table allows the move', () => {
    check((given, name) => objection(given, name, 'me') !== undefined || canMove(given.status, name));
  });

  it('is said in a sentence, with a code of its own', () => {
    check((given, name) => {
      const found = objection(given, name, 'me');
      return !found || (/^submission\.[a-z_]+$/.test(found.code) && /^[A-Z\d].+\.$/.test(found.because));
    });
  });

  it('is another curator, wherever somebody decides', () => {
    check((given, name) => {
      const decides = commands[name].needsClaim && given.curatorId !== 'me';
      return !decides || objection(given, name, 'me') !== undefined;
    });
  });

  it('is an error or an empty submission, for submitting and approving alone', () => {
    check((given, name) => {
      const code = objection(given, name, 'me')?.code ?? '';
      const isAboutContent = ['submission.has_errors', 'submission.no_samples'].includes(code);
      const isIncomplete = given.errorCount > 0 || given.sampleCount === 0;
      const wantsContent = name === 'submit' || name === 'approve';
      return isAboutContent ? wantsContent && isIncomplete : !(wantsContent && isIncomplete && code === '');
    });
  });

  it('is an accession, for what would end the submission', () => {
    check((given, name) => {
      const ends = transitions[commands[name].to].length === 0;
      return !(ends && given.hasAccessions) || objection(given, name, 'me') !== undefined;
    });
  });
});
