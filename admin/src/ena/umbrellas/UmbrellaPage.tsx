import type { UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';
import { lazy, Suspense } from 'react';
import { Route, Routes, useParams } from 'react-router-dom';
import { WithHistory } from '../../audit/history/HistoryTabs.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageSkeleton } from '../../components/Skeletons.tsx';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import { useRecord } from '../../providers/useRecord.ts';
import { UmbrellaHeader } from './UmbrellaHeader.tsx';
import { UmbrellaRecord } from './UmbrellaRecord.tsx';

const ChangeUmbrella = lazy(() => import('./form/ChangeUmbrella.tsx'));

const Shown = ({ umbrella }: { umbrella: UmbrellaView }) => (
  <>
    <UmbrellaHeader umbrella={umbrella} />
    <WithHistory record={umbrella.id}>
      <UmbrellaRecord umbrella={umbrella} />
    </WithHistory>
  </>
);

const Umbrella = () => {
  const { id = '' } = useParams();
  const { data, error, isPending, refetch } = useRecord<UmbrellaView>('umbrellas', id);
  if (isPending) return <PageSkeleton />;
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Routes>
        <Route path="change" element={<ChangeUmbrella umbrella={data} />} />
        <Route path="*" element={<Shown umbrella={data} />} />
      </Routes>
    </Suspense>
  );
};

/** One umbrella project: what it says and groups, what was asked of ENA for it, and the form that changes it. */
export default function UmbrellaPage() {
  return (
    <RequireAccess action="read" subject="EnaRequest">
      <Umbrella />
    </RequireAccess>
  );
}
