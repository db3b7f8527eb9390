import type { SubmissionCommand, SubmissionStatus } from '@contract/submissions/submission.contract.ts';
import { describe, expect, it } from 'vitest';
import { commandsOffered, obstacleOf } from './commandSet.ts';

const state = (command: SubmissionCommand, because: string | null = null) => ({
  command,
  allowed: because === null,
  because,
});
const offered = (status: SubmissionStatus, commands: ReturnType<typeof state>[]) => {
  const { buttons, menu } = commandsOffered({ status, commands });
  return [buttons.map(({ command }) => command), menu.map(({ command }) => command)];
};

describe('commandsOffered', () => {
  it('offers the curator the decision, approval first', () => {
    const all = [
      state('claim', 'You have it already.'),
      state('request-changes'),
      state('approve'),
      state('reject'),
      state('withdraw'),
    ];
    expect(offered('in_review', all)).toEqual([['approve', 'request-changes', 'reject'], ['withdraw']]);
  });

  it('offers to take over what another curator has', () => {
    const because = 'Miriam has claimed it; claim it first.';
    const all = [
      state('claim'),
      state('request-changes', because),
      state('approve', because),
      state('reject', because),
      state('withdraw'),
    ];
    expect(offered('in_review', all)).toEqual([['claim'], ['withdraw']]);
  });

  it('keeps a decision that errors stand against in sight, with the reason', () => {
    const commands = [
      state('submit', '8 errors must be corrected first.'),
      state('withdraw'),
      state('revise', 'no'),
    ];
    expect(offered('draft', commands)).toEqual([['submit'], ['withdraw']]);
    expect(obstacleOf({ status: 'draft', commands })).toBe('8 errors must be corrected first.');
  });

  it('offers nothing where nothing can be done, and nothing that the server does not list', () => {
    expect(offered('rejected', [state('approve', 'no')])).toEqual([[], []]);
    expect(offered('submitted', [])).toEqual([[], []]);
    expect(obstacleOf({ status: 'submitted', commands: [] })).toBeNull();
  });
});
