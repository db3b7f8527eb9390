import { describe, expect, it } from 'vitest';
import { listQueryString } from './listQuery.ts';

describe('listQueryString', () => {
  it('writes filters, order, size and cursor as the API reads them', () => {
    const query = listQueryString({
      filter: { status: ['draft', 'submitted'], q: 'potato & co', owner: '', curator: null },
      sort: { field: 'submittedAt', order: 'DESC' },
      pagination: { page: 1, perPage: 50 },
      meta: { after: 'abc=' },
    });
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      status: 'draft,submitted',
      q: 'potato & co',
      sort: '-submittedAt',
      limit: '50',
      after: 'abc=',
    });
  });

  it('never sends two cursors', () => {
    expect(listQueryString({ meta: { after: 'a', before: 'b' } })).toBe('after=a');
    expect(listQueryString({ meta: { before: 'b' } })).toBe('before=b');
  });

  it('leaves the order to the API where nobody asked for one', () =>
    expect(listQueryString({ sort: { field: 'id', order: 'DESC' } })).toBe(''));

  it('is empty for a list as it is', () => expect(listQueryString({})).toBe(''));
});
