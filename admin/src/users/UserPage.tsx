import type { UserView } from '@contract/users/user.contract.ts';
import { Link, useParams } from 'react-router-dom';
import { WithHistory } from '../audit/history/HistoryTabs.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { RecordBody } from '../components/RecordBody.tsx';
import { PageSkeleton } from '../components/Skeletons.tsx';
import { useText } from '../i18n/useText.ts';
import { useRecord } from '../providers/useRecord.ts';
import { ErasureState } from './ErasureState.tsx';
import { HeldRoles } from './HeldRoles.tsx';
import { deedsOf } from './logAddress.ts';
import { UserAside } from './UserAside.tsx';
import { UserHeader } from './UserHeader.tsx';
import { UserHistory } from './UserHistory.tsx';
import { UserContext } from './useUser.ts';

/** One account: what the person may do, what was changed about it and why, and the ways to what they did. */
export default function UserPage() {
  const text = useText();
  const { id = '' } = useParams();
  const { data, error, isPending, refetch } = useRecord<UserView>('users', id);
  if (isPending) return <PageSkeleton />;
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <UserContext value={data}>
      <UserHeader />
      <WithHistory
        record={id}
        hold={data.erasedAt === null ? { kind: 'person', typed: data.name, name: id } : undefined}
        way={<Link to={deedsOf(id)}>{text('users.deeds')}</Link>}
      >
        <RecordBody content="reading" aside={<UserAside />} asideLabel={text('users.aside')}>
          {data.erasedAt === null ? <HeldRoles /> : <ErasureState />}
          <UserHistory />
        </RecordBody>
      </WithHistory>
    </UserContext>
  );
}
