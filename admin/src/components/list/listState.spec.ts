import { describe, expect, it } from 'vitest';
import { changeQuery, readListState, turnedSort, writeSort } from './listState.ts';

const oldest = { field: 'submittedAt', order: 'ASC' } as const;
const read = (query: string) => readListState(new URLSearchParams(query), ['findings', 'q'], oldest);

describe('readListState', () => {
  it('reads view, search, filters, sort and cursor', () => {
    expect(read('view=mine&q=potato&findings=errors&sort=-title&after=abc')).toEqual({
      view: 'mine',
      q: 'potato',
      filters: { findings: 'errors' },
      sort: { field: 'title', order: 'DESC' },
      after: 'abc',
      before: null,
    });
  });

  it('takes the list’s own order and no filter from an empty address', () => {
    expect(read('')).toMatchObject({ view: null, q: '', filters: {}, sort: oldest });
  });

  it('leaves alone what is no filter of the list', () => expect(read('colour=red').filters).toEqual({}));
});

describe('changeQuery', () => {
  const before = new URLSearchParams('view=all&q=x&after=abc');

  it('goes back to the start when what the list holds changes', () => {
    expect(changeQuery(before, { q: 'y' }).toString()).toBe('view=all&q=y');
  });

  it('keeps a cursor that is set on purpose and drops the other', () => {
    expect(changeQuery(before, { before: 'def' }).toString()).toBe('view=all&q=x&before=def');
  });

  it('removes what is set to nothing, and leaves the given address as it was', () => {
    expect(changeQuery(before, { q: '', view: null }).toString()).toBe('');
    expect(before.toString()).toBe('view=all&q=x&after=abc');
  });
});

describe('sort', () => {
  it('turns on the second click and begins ascending on another column', () => {
    expect(turnedSort(oldest, 'submittedAt')).toEqual({ field: 'submittedAt', order: 'DESC' });
    expect(turnedSort({ field: 'title', order: 'DESC' }, 'title')).toEqual({ field: 'title', order: 'ASC' });
    expect(turnedSort({ field: 'title', order: 'DESC' }, 'number')).toEqual({
      field: 'number',
      order: 'ASC',
    });
  });

  it('is written as the API reads it', () => {
    expect(writeSort({ field: 'title', order: 'DESC' })).toBe('-title');
  });
});
