import { HistoryTabs } from '../audit/history/HistoryTabs.tsx';
import { HeldPill } from '../audit/retention/holds/HeldPill.tsx';
import { newHold } from '../audit/retention/holds/holdForm.ts';
import { Identifier } from '../components/Identifier.tsx';
import { RecordHeader } from '../components/RecordHeader.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { useText } from '../i18n/useText.ts';
import { useSession } from '../providers/useSession.ts';
import { useRoleNames } from './useRoleNames.ts';
import { UserMoves, useMovesOffered } from './UserMoves.tsx';
import { UserStatusPill } from './UserStatusPill.tsx';
import { useUser } from './useUser.ts';

/** What is known of somebody who can be reached; of an erased person nothing of it is left. */
const Reached = () => {
  const text = useText();
  const roleNames = useRoleNames();
  const { roles, lastSeenAt } = useUser();
  return (
    <>
      <span>{roleNames(roles)}</span>
      <span>
        {lastSeenAt === null ? (
          text('users.neverSeen')
        ) : (
          <>
            {text('users.seen')} <RelativeTime value={lastSeenAt} />
          </>
        )}
      </span>
    </>
  );
};

/** What holds about the account as a whole, in a sentence. */
const useNext = () => {
  const text = useText();
  const { id, name, status, erasedAt } = useUser();
  const isSelf = useSession()?.me.id === id;
  if (isSelf) return text('users.self');
  if (erasedAt !== null) return text('users.erased');
  return status === 'disabled' && text('users.disabled', { name });
};

export const UserHeader = () => {
  const user = useUser();
  const { id, name, email, erasedAt } = user;
  const moves = useMovesOffered();
  const next = useNext();
  return (
    <RecordHeader
      title={name}
      facts={
        <>
          {erasedAt === null && <Identifier value={email} />}
          <UserStatusPill user={user} />
          <HeldPill on={{ ...newHold, kind: 'person', name: id }} />
          {erasedAt === null && <Reached />}
        </>
      }
      next={next}
      actions={moves.length > 0 ? <UserMoves moves={moves} /> : null}
      tabs={<HistoryTabs path={`/users/${id}`} />}
    />
  );
};
