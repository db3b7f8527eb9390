import { HistoryTabs } from '../audit/history/HistoryTabs.tsx';
import { Identifier } from '../components/Identifier.tsx';
import { RecordHeader } from '../components/RecordHeader.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { useText } from '../i18n/useText.ts';
import { useSession } from '../providers/useSession.ts';
import { useRoleNames } from './useRoleNames.ts';
import { UserMoves, useMovesOffered } from './UserMoves.tsx';
import { UserStatusPill } from './UserStatusPill.tsx';
import { useUser } from './useUser.ts';

export const UserHeader = () => {
  const text = useText();
  const roleNames = useRoleNames();
  const { id, name, email, roles, status, lastSeenAt } = useUser();
  const moves = useMovesOffered();
  const isSelf = useSession()?.me.id === id;
  return (
    <RecordHeader
      title={name}
      facts={
        <>
          <Identifier value={email} />
          <UserStatusPill status={status} />
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
      }
      next={isSelf ? text('users.self') : status === 'disabled' && text('users.disabled', { name })}
      actions={moves.length > 0 ? <UserMoves moves={moves} /> : null}
      tabs={<HistoryTabs path={`/users/${id}`} />}
    />
  );
};
