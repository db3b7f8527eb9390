import { useParams, useSearchParams } from 'react-router-dom';
import { ErrorState } from '../components/ErrorState.tsx';
import { PageSkeleton } from '../components/Skeletons.tsx';
import { ChecklistHeader } from './ChecklistHeader.tsx';
import { Fields } from './fields/Fields.tsx';
import { ChecklistContext, useChecklistVersion } from './useChecklist.ts';
import { VersionChanges } from './VersionChanges.tsx';

/** One checklist: which fields ENA asks of a sample, what each takes, and what differs from the version before. */
export default function ChecklistPage() {
  const { id = '' } = useParams();
  const [query] = useSearchParams();
  const { data, error, isPending, refetch } = useChecklistVersion(id, query.get('version'));
  if (isPending) return <PageSkeleton />;
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <ChecklistContext value={data}>
      <ChecklistHeader />
      {query.get('view') === 'changes' ? <VersionChanges /> : <Fields />}
    </ChecklistContext>
  );
}
