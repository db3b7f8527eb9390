import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import { useNotify } from 'react-admin';
import { Link, Navigate, useNavigate } from 'react-router-dom';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Section } from '../../components/Section.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { useRecord } from '../../providers/useRecord.ts';
import { useRecordsInWords } from '../recordsInWords.ts';
import { SheetUpload } from '../sheets/SheetUpload.tsx';
import { useTakeSubmission } from '../useSubmission.ts';

/** The second step: the sheet for a draft that was just made. The way back leads past it, to where one came from. */
export const SheetStep = ({ id }: { id: string }) => {
  const text = useText();
  const notify = useNotify();
  const navigate = useNavigate();
  const take = useTakeSubmission();
  const words = useRecordsInWords();
  const { data: made, error, refetch } = useRecord<SubmissionView>('submissions', id);

  const onSheet = (next: SubmissionView) => {
    void take(next);
    const content = words.all(next.recordCounts);
    notify(text('submission.create.read', { content, reference: next.reference }), { type: 'success' });
    void navigate(`/submissions/${next.id}${next.errorCount > 0 ? '/findings' : ''}`, { replace: true });
  };
  if (error !== null && made === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (made === undefined) return <RowsSkeleton rows={3} />;
  if (made.sheet !== null || made.reads !== null || made.status !== 'draft')
    return <Navigate to={`/submissions/${id}`} replace />;
  return (
    <>
      <Section title={text('submission.create.study')}>
        <p role="status">
          {text('submission.create.made', { title: made.title, reference: made.reference })}
        </p>
      </Section>
      <Section title={text('submission.create.sheet')}>
        <SheetUpload submission={made} onDone={onSheet} />
        <Link to={`/submissions/${id}`} replace>
          {text('submission.create.without')}
        </Link>
      </Section>
    </>
  );
};
