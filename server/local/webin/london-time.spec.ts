import { describe, expect, it } from 'vitest';
import { londonDate, londonDateTime, madeUpAlias } from './london-time.ts';

describe("the clock is London's", () => {
  it('in winter and in summer', () => {
    expect([londonDate('2026-03-07'), londonDate('2026-07-12')]).toEqual(['2026-03-07Z', '2026-07-12+01:00']);
    const summer = new Date('2026-08-24T23:55:41.020Z');
    expect(londonDateTime(summer)).toBe('2026-08-25T00:55:41.020+01:00');
    expect(londonDateTime(new Date('2026-12-12T14:38:38.308Z'))).toBe('2026-12-12T14:38:38.308Z');
    expect(madeUpAlias(summer)).toBe('SUBMISSION-25-08-2026-00:55:41:020');
  });
});
