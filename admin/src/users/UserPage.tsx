import type { UserView } from '@contract/users/user.contract.ts';
import { useParams } from 'react-router-dom';
import { ErrorState } from '../components/ErrorState.tsx';
import { Identifier } from '../components/Identifier.tsx';
import { RecordHeader } from '../components/RecordHeader.tsx';
import { PageSkeleton } from '../components/Skeletons.tsx';
import { useRecord } from '../providers/useRecord.ts';
import { UserStatusPill } from './UserStatusPill.tsx';

/** One account. */
export default function UserPage() {
  const { id = '' } = useParams();
  const { data, error, isPending, refetch } = useRecord<UserView>('users', id);
  if (isPending) return <PageSkeleton />;
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <RecordHeader
      title={data.name}
      facts={
        <>
          <Identifier value={data.email} />
          <UserStatusPill status={data.status} />
        </>
      }
    />
  );
}
