import { describe, expect, it } from 'vitest';
import { logOfActor, logOfRoot, pageOfTarget } from './targets.ts';

const root = { type: 'Submission', id: 's1' };

describe('where an event leads', () => {
  it('is the page of its record', () => {
    expect(pageOfTarget({ target: { type: 'User', id: 'u1', label: 'A' }, root })).toBe('/users/u1');
  });

  it('is the page of the whole for a part that has none', () => {
    expect(pageOfTarget({ target: { type: 'Record', id: 'r1', label: 'A' }, root })).toBe('/submissions/s1');
  });

  it('is nowhere for what has no page', () => {
    const session = { type: 'Session', id: 'x', label: '' };
    expect(pageOfTarget({ target: session, root: session })).toBeUndefined();
  });

  it('keeps odd identifiers whole in an address', () => {
    expect(logOfRoot({ root: { type: 'Checklist', id: 'a&b=c' } })).toBe(
      '/change-log?rootType=Checklist&rootId=a%26b%3Dc',
    );
    expect(logOfActor({ actor: { type: 'system', id: 'ena', name: 'SeqDB (ena)', roles: [] } })).toBe(
      '/change-log?actor=ena',
    );
  });
});
