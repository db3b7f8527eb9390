import { describe, expect, it } from 'vitest';
import { movesOffered } from './userMoves.ts';

const everything = () => true;
const active = { status: 'active', erasedAt: null } as const;
const disabled = { status: 'disabled', erasedAt: null } as const;
const support = (action: string) => action === 'revoke-sessions';

describe('what is offered about an account', () => {
  it('is everything to an administrator, the likeliest last', () => {
    expect(movesOffered(active, { isSelf: false, may: everything })).toEqual([
      { move: 'erase', because: null },
      { move: 'sessions', because: null },
      { move: 'disable', because: null },
      { move: 'roles', because: null },
    ]);
  });

  it('offers to enable a disabled account, which has no sessions to end', () => {
    expect(movesOffered(disabled, { isSelf: false, may: everything }).map(({ move }) => move)).toEqual([
      'erase',
      'enable',
      'roles',
    ]);
  });

  it('leaves one’s own account in place and says why it is not changed', () => {
    expect(movesOffered(active, { isSelf: true, may: everything })).toEqual([
      { move: 'erase', because: 'ownErasure' },
      { move: 'sessions', because: null },
      { move: 'disable', because: 'ownAccount' },
      { move: 'roles', because: 'ownRoles' },
    ]);
  });

  it('is ending sessions to support, and nothing to readers', () => {
    expect(movesOffered(active, { isSelf: false, may: support })).toEqual([
      { move: 'sessions', because: null },
    ]);
    expect(movesOffered(disabled, { isSelf: false, may: support })).toEqual([]);
    expect(movesOffered(active, { isSelf: false, may: () => false })).toEqual([]);
  });

  it('is nothing about somebody who was erased', () => {
    const erased = { status: 'disabled', erasedAt: '2026-11-20T10:00:00.000Z' } as const;
    expect(movesOffered(erased, { isSelf: false, may: everything })).toEqual([]);
  });
});
