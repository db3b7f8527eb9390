import type { AttemptView } from '@contract/ena/batches/batches.contract.ts';
import { describe, expect, it } from 'vitest';
import { latestBySubmission } from './attemptStates.ts';

const attempt = (submissionId: string, number: number) => ({ submissionId, number }) as AttemptView;

describe('latestBySubmission', () => {
  it('takes the highest number of each submission, in whatever order they come', () => {
    const latest = latestBySubmission([attempt('a', 2), attempt('b', 1), attempt('a', 3), attempt('a', 1)]);
    expect([...latest].map(([id, { number }]) => [id, number])).toEqual([
      ['a', 3],
      ['b', 1],
    ]);
  });
});
