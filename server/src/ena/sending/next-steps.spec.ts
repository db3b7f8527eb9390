import { describe, expect, it } from 'vitest';
import type { Judgement } from '../webin/judgement.ts';
import { WebinError } from '../webin/webin.error.ts';
import { nextSteps, stepAfter, withClockStep } from './next-steps.ts';

const refusal = (...reasons: string[]): Judgement => ({
  outcome: 'refused',
  reasons,
  warnings: [],
  objects: [],
  submissionAccession: null,
  infos: [],
  isTest: false,
});

describe('the next step', () => {
  it('is named for each way in which a call can fail', () => {
    expect(stepAfter(new WebinError('auth', 'No.'))).toBe(nextSteps.account);
    expect(stepAfter(new WebinError('refused', 'No.'))).toBe(nextSteps.request);
    for (const failure of ['unknown', 'throttled', 'not_sent'] as const)
      expect(stepAfter(new WebinError(failure, 'No.'))).toBe(nextSteps.outage);
  });

  it.each([
    ['The hold date 2026-11-20 is in the past.', true],
    ['HoldUntilDate must not be before the current date', true],
    ['In sample, alias: "the threshold of the past". Missing value.', false],
    ['In sample, alias: "s". Missing value.', false],
    ['The hold date 2029-11-20 is more than two years in the future.', false],
  ])('after "%s" is the clock: %s', (reason, isClock) => {
    const [said, other] = withClockStep(refusal(reason, 'Another.')).reasons;
    expect(said?.endsWith(nextSteps.clock)).toBe(isClock);
    expect(said?.startsWith(reason)).toBe(true);
    expect(other).toBe('Another.');
  });
});
