import { describe, expect, it } from 'vitest';
import { accountActions, accountEvent } from './accountEvents.ts';

const event = (
  action: string,
  changes: { field: string; before: unknown; after: unknown }[] = [],
  facts = {},
) => accountEvent({ action, changes, facts });
const status = (after: string) => [{ field: 'status', before: null, after }];

describe('an event about an account', () => {
  it('tells roles by what was given and taken', () => {
    expect(
      event('user.change_roles', [
        { field: 'roles', before: ['depositor'], after: ['curator', 'depositor'] },
      ]),
    ).toEqual({ what: 'roles', sense: 'ours', gained: ['curator'], lost: [] });
  });

  it('tells disabling and enabling apart', () => {
    expect(event('user.update', status('disabled')).what).toBe('disabled');
    expect(event('user.update', status('active')).what).toBe('enabled');
  });

  it('counts the sessions that were ended, none where the log has no number', () => {
    expect(event('user.revoke_sessions', [], { sessions: 3 })).toMatchObject({ what: 'sessions', count: 3 });
    expect(event('user.revoke_sessions')).toMatchObject({ what: 'sessions', count: 0 });
  });

  it('tells the erasure that was asked for from the one that was done', () => {
    expect(accountActions).toEqual(expect.arrayContaining(['user.erasure_request', 'user.erase']));
    expect(event('user.erasure_request').what).toBe('erasureRequested');
    expect(event('user.erase', [], { events: 12 })).toMatchObject({ what: 'erased', count: 12 });
    expect(event('user.erase', [], { valuesLeft: 3 })).toMatchObject({ what: 'erasedLeft', count: 3 });
    expect(event('user.erase')).toMatchObject({ what: 'erased', count: 0 });
  });

  it('reads a new name, and keeps the log’s own name for what it does not know', () => {
    expect(event('user.update', [{ field: 'name', before: 'A', after: 'B' }])).toMatchObject({ name: 'B' });
    expect(event('user.merge')).toEqual({ what: 'other', sense: 'plain', action: 'user.merge' });
    expect(event('user.change_roles').what).toBe('other');
  });
});
