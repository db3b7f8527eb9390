import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import { lazy, Suspense } from 'react';
import { Route, Routes, useParams } from 'react-router-dom';
import { classes } from '../components/classes.ts';
import { ErrorState } from '../components/ErrorState.tsx';
import { PageSkeleton, RowsSkeleton } from '../components/Skeletons.tsx';
import { NotFoundPage } from '../layout/DeadEnds.tsx';
import { useRecord } from '../providers/useRecord.ts';
import { OverviewTab } from './overview/OverviewTab.tsx';
import { SubmissionHeader } from './SubmissionHeader.tsx';
import styles from './SubmissionPage.module.css';
import { SubmissionContext } from './useSubmission.ts';

const RecordsTab = lazy(() => import('./records/RecordsTab.tsx'));
const FilesTab = lazy(() => import('./files/FilesTab.tsx'));
const FindingsTab = lazy(() => import('./findings/FindingsTab.tsx'));
const HistoryTab = lazy(() => import('../audit/history/HistoryTab.tsx'));
const RevisionsTab = lazy(() => import('./RevisionsTab.tsx'));

/** One submission: what it says, what is in it, what is wrong, what was decided. */
export default function SubmissionPage() {
  const { id = '', '*': part } = useParams();
  const isSheet = part === 'records';
  const { data, error, isPending, refetch } = useRecord<SubmissionView>('submissions', id);
  if (isPending) return <PageSkeleton />;
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <SubmissionContext value={data}>
      <div className={classes(styles.page, isSheet && styles.filled)}>
        <SubmissionHeader />
        <div className={styles.body}>
          <Suspense fallback={<RowsSkeleton />}>
            <Routes>
              <Route index element={<OverviewTab />} />
              <Route path="records" element={<RecordsTab />} />
              <Route path="files" element={<FilesTab />} />
              <Route path="findings" element={<FindingsTab />} />
              <Route path="revisions" element={<RevisionsTab />} />
              <Route
                path="history"
                element={
                  <HistoryTab
                    record={id}
                    hold={{ kind: 'submission', typed: data.title, name: data.reference }}
                  />
                }
              />
              <Route path="*" element={<NotFoundPage />} />
            </Routes>
          </Suspense>
        </div>
      </div>
    </SubmissionContext>
  );
}
