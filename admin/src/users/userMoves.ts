import type { UserView } from '@contract/users/user.contract.ts';

export type UserMove = 'roles' | 'sessions' | 'disable' | 'enable' | 'erase';
/** A move that is refused stays in its place and says why. */
export type OfferedMove = { move: UserMove; because: 'ownRoles' | 'ownAccount' | 'ownErasure' | null };

type Reader = {
  isSelf: boolean;
  may: (action: 'update' | 'change-roles' | 'revoke-sessions' | 'erase') => boolean;
};

/** What this reader is offered to do about an account; the server checks all of it again. */
export const movesOffered = (
  { status, erasedAt }: Pick<UserView, 'status' | 'erasedAt'>,
  { isSelf, may }: Reader,
): OfferedMove[] => {
  const offered: OfferedMove[] = [];
  // There is nobody behind it any more, and nothing brings them back.
  if (erasedAt !== null) return offered;
  if (may('erase')) offered.push({ move: 'erase', because: isSelf ? 'ownErasure' : null });
  // Disabling has ended the sessions of a disabled account already, and nobody can begin one.
  if (may('revoke-sessions') && status === 'active') offered.push({ move: 'sessions', because: null });
  if (may('update'))
    offered.push(
      status === 'active'
        ? { move: 'disable', because: isSelf ? 'ownAccount' : null }
        : { move: 'enable', because: null },
    );
  if (may('change-roles')) offered.push({ move: 'roles', because: isSelf ? 'ownRoles' : null });
  return offered;
};
