import { describe, expect, it } from 'vitest';
import { underAccount } from './attempt-account.ts';

const made = (account: string | null, sentCount: number) => ({
  account,
  sentCount,
  submissionAlias: 'seqdb-1',
});

describe('a request', () => {
  it('that has never left goes under the account of today', () => {
    expect(underAccount(made('Webin-1', 0), 'Webin-2')).toEqual(made('Webin-2', 0));
    expect(underAccount(made(null, 0), 'Webin-2')).toEqual(made('Webin-2', 0));
  });

  it('that has left goes on under its own, however that is spelt', () => {
    expect(underAccount(made('Webin-1', 1), 'webin-1')).toEqual(made('Webin-1', 1));
    // Nobody wrote it down in earlier days.
    expect(underAccount(made(null, 3), 'Webin-2')).toEqual(made(null, 3));
  });

  it.each(['Webin-2', 'Webin-11', undefined])('that has left does not go on under %s', (account) => {
    expect(() => underAccount(made('Webin-1', 1), account)).toThrow(/set ENA_USERNAME back to Webin-1/);
  });
});
