import type { BatchView } from '@contract/ena/batches/batches.contract.ts';
import { lazy, Suspense } from 'react';
import { Route, Routes, useParams } from 'react-router-dom';
import { ErrorState } from '../components/ErrorState.tsx';
import { PageSkeleton, RowsSkeleton } from '../components/Skeletons.tsx';
import { NotFoundPage } from '../layout/DeadEnds.tsx';
import { useRecord } from '../providers/useRecord.ts';
import { BatchHeader } from './BatchHeader.tsx';
import styles from './BatchPage.module.css';
import { BatchOverview } from './overview/BatchOverview.tsx';
import { BatchContext } from './useBatch.ts';

const HistoryTab = lazy(() => import('../audit/history/HistoryTab.tsx'));
const ItemsTab = lazy(() => import('./items/ItemsTab.tsx'));
const ProblemsTab = lazy(() => import('./problems/ProblemsTab.tsx'));
const AttemptsTab = lazy(() => import('./attempts/AttemptsTab.tsx'));

/** One batch for ENA: what is in it, what was sent, what ENA answered. */
export default function BatchPage() {
  const { id = '' } = useParams();
  const { data, error, isPending, refetch } = useRecord<BatchView>('batches', id);
  if (isPending) return <PageSkeleton />;
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <BatchContext value={data}>
      <BatchHeader />
      <div className={styles.body}>
        <Suspense fallback={<RowsSkeleton />}>
          <Routes>
            <Route index element={<BatchOverview />} />
            <Route path="records" element={<ItemsTab />} />
            <Route path="problems" element={<ProblemsTab />} />
            <Route path="requests" element={<AttemptsTab />} />
            <Route path="history" element={<HistoryTab record={id} />} />
            <Route path="*" element={<NotFoundPage />} />
          </Routes>
        </Suspense>
      </div>
    </BatchContext>
  );
}
