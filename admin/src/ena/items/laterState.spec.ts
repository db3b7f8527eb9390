import type { BatchItemView } from '@contract/ena/batches/batches.contract.ts';
import { describe, expect, it } from 'vitest';
import { laterState } from './laterState.ts';

const moment = '2026-11-21T12:00:00Z';
const nothing = { isExpired: false, failedAt: null, publicAt: null, processedAt: null };
const of = (given: object) => laterState({ ...nothing, ...given } as BatchItemView['ena']);

describe('laterState', () => {
  it('says the furthest that is known', () => {
    expect(laterState(null)).toBeNull();
    expect(of({})).toBeNull();
    expect(of({ processedAt: moment })).toBe('processed');
    expect(of({ processedAt: moment, publicAt: moment })).toBe('public');
  });

  it('says first what is wrong, or that it is gone', () => {
    expect(of({ failedAt: moment })).toBe('failed');
    expect(of({ publicAt: moment, failedAt: moment, isExpired: true })).toBe('expired');
  });
});
