import type { AttemptView } from '@contract/ena/batches/batches.contract.ts';
import type { SubmissionSummary } from '@contract/submissions/submission.contract.ts';
import { useGetMany } from 'react-admin';
import { Link } from 'react-router-dom';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Icon } from '../../components/Icon.tsx';
import type { Column } from '../../components/list/list.types.ts';
import { Identifier } from '../../components/Identifier.tsx';
import { ListTable } from '../../components/list/ListTable.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText, type Text } from '../../i18n/useText.ts';
import { AttemptStatusPill } from '../attempts/AttemptStatusPill.tsx';
import { latestBySubmission } from '../attempts/attemptStates.ts';
import { useAttempts } from '../useBatch.ts';
import styles from './BatchSubmissions.module.css';
import { useBatchContent, type BatchContent } from './useBatchContent.ts';

type Row = BatchContent & { submission: SubmissionSummary | undefined; attempt: AttemptView | undefined };

const columns = (text: Text): Column<Row>[] => [
  {
    key: 'reference',
    label: text('ena.column.reference'),
    width: '8.5rem',
    render: ({ reference }) => <Identifier value={reference} />,
  },
  {
    key: 'title',
    label: text('ena.column.submission'),
    isLead: true,
    render: ({ submission, reference }) => <bdi>{submission?.title ?? reference}</bdi>,
  },
  {
    key: 'request',
    label: text('ena.column.request'),
    width: '9rem',
    render: ({ attempt }) =>
      attempt === undefined ? (
        <span className="faint">{text('ena.notSent')}</span>
      ) : (
        <AttemptStatusPill status={attempt.status} quiet />
      ),
  },
  {
    key: 'document',
    label: text('ena.column.document'),
    width: '9rem',
    render: ({ id, reference, attempt }) => {
      // What has left is read as it left; what was refused, or never left, as it would leave.
      const isSent = attempt !== undefined && attempt.status !== 'refused';
      return (
        <Link
          to={`?document=${isSent ? `payload.${attempt.id}` : `preview.${id}`}`}
          className={styles.document}
          aria-label={text('ena.document.previewOf', { reference })}
        >
          <Icon name="file" />
          {text('ena.document.preview')}
        </Link>
      );
    },
  },
];

/** The submissions of the batch, how the latest request of each went, and the document that each sends. */
export const BatchSubmissions = () => {
  const text = useText();
  const { data: content, error, refetch } = useBatchContent();
  const { data: attempts } = useAttempts();
  const { data: submissions = [] } = useGetMany<SubmissionSummary>(
    'submissions',
    { ids: (content ?? []).map(({ id }) => id) },
    { enabled: content !== undefined },
  );
  if (error !== null && content === undefined)
    return <ErrorState error={error} isInline onRetry={() => void refetch()} />;
  if (content === undefined) return <RowsSkeleton rows={3} />;
  const byId = new Map(submissions.map((submission) => [submission.id, submission]));
  const latest = latestBySubmission(attempts?.items ?? []);
  return (
    <ListTable<Row>
      label={text('ena.tab.overview')}
      rows={content.map((each) => ({ ...each, submission: byId.get(each.id), attempt: latest.get(each.id) }))}
      columns={columns(text)}
      linkTo={({ id }) => `/submissions/${id}`}
      nameOf={({ reference }) => reference}
    />
  );
};
