import { useLocale } from 'react-admin';
import { ErrorState } from '../../components/ErrorState.tsx';
import { ListTable } from '../../components/list/ListTable.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { latestBySubmission } from '../attempts/attemptStates.ts';
import { useAttempts, useBatchSubmissions } from '../useBatch.ts';
import { FailedSubmissions } from './FailedSubmissions.tsx';
import { submissionColumns, type Row } from './submissionColumns.tsx';
import { useCanTakeOut } from './TakeOutButton.tsx';

/** The submissions of the batch, how the check or the latest request of each went, and the document that each sends. */
export const BatchSubmissions = () => {
  const text = useText();
  const locale = useLocale();
  const canTakeOut = useCanTakeOut();
  const { data, error, refetch } = useBatchSubmissions();
  const { data: attempts } = useAttempts();
  if (error !== null && data === undefined)
    return <ErrorState error={error} isInline onRetry={() => void refetch()} />;
  if (data === undefined) return <RowsSkeleton rows={3} />;
  const latest = latestBySubmission(attempts?.items ?? []);
  return (
    <>
      <FailedSubmissions submissions={data.items} />
      <ListTable<Row>
        label={text('ena.tab.overview')}
        rows={data.items.map((each) => ({ ...each, attempt: latest.get(each.id) }))}
        columns={submissionColumns(text, locale, canTakeOut)}
        linkTo={({ id }) => `/submissions/${id}`}
        nameOf={({ reference }) => reference}
      />
    </>
  );
};
