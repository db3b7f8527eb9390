import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AskedFor, isSuppressed } from './suppressed.rule.ts';

const record = (type: AskedFor['type'], status: string | null, role: AskedFor['role'] = 'target') => ({
  type,
  status,
  role,
});

describe('a suppression is done', () => {
  it.each([
    [
      'when the record is suppressed, whatever its followers are',
      true,
      [record('project', 'SUPPRESSED'), record('run', 'PUBLIC', 'follower')],
    ],
    ['when it is suppressed for a time', true, [record('sample', 'TEMPORARY_SUPPRESSED')]],
    ['not while one of those named is public', false, [record('run', 'SUPPRESSED'), record('run', 'PUBLIC')]],
    ['not while nothing is known of one', false, [record('run', 'SUPPRESSED'), record('run', null)]],
    ['not when it was killed', false, [record('sample', 'KILLED')]],
    [
      'for an experiment when its runs are',
      true,
      [record('experiment', 'PUBLIC'), record('run', 'SUPPRESSED', 'follower')],
    ],
    [
      'for an experiment not before its runs are',
      false,
      [record('experiment', 'PUBLIC'), record('run', 'PUBLIC', 'follower')],
    ],
    ['not for an experiment alone, of which no report tells', false, [record('experiment', 'SUPPRESSED')]],
    ['not for nothing', false, []],
  ])('%s', (_what, expected, records) => {
    expect(isSuppressed(records)).toBe(expected);
  });

  it('never while a run, a sample or a project that was named is anything else', () => {
    const status = fc.constantFrom(
      null,
      'PUBLIC',
      'PRIVATE',
      'CANCELLED',
      'KILLED',
      'SUPPRESSED',
      'TEMPORARY_SUPPRESSED',
    );
    const one = fc.record({
      type: fc.constantFrom('project', 'sample', 'experiment', 'run', 'analysis'),
      role: fc.constantFrom('target', 'follower'),
      status,
    });
    fc.assert(
      fc.property(fc.array(one as fc.Arbitrary<AskedFor>), (records) => {
        const standing = records.some(
          ({ type, role, status: said }) =>
            type !== 'experiment' && role === 'target' && !(said ?? '').endsWith('SUPPRESSED'),
        );
        if (standing) expect(isSuppressed(records)).toBe(false);
      }),
    );
  });
});
