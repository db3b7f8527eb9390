import { useLocale } from 'react-admin';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { Identifier } from '../components/Identifier.tsx';
import { ListTable } from '../components/list/ListTable.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { RowsSkeleton } from '../components/Skeletons.tsx';
import { useText } from '../i18n/useText.ts';
import type { RevisionView } from '../providers/commands.ts';
import styles from './RevisionsTab.module.css';
import { useRevisions } from './useSubmission.ts';

type Row = RevisionView & { id: number };

/** What was submitted each time; a revision never changes, and its hash proves it. */
export default function RevisionsTab() {
  const text = useText();
  const locale = useLocale();
  const { data, error, refetch } = useRevisions();
  if (error !== null && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <RowsSkeleton rows={2} />;
  if (data.items.length === 0) {
    return (
      <EmptyState title={text('submission.revisions.empty')}>
        {text('submission.revisions.emptyDetail')}
      </EmptyState>
    );
  }
  return (
    <div className={styles.table}>
      <ListTable<Row>
        label={text('submission.tab.revisions')}
        rows={data.items.map((item) => ({ ...item, id: item.number }))}
        nameOf={({ title }) => title}
        columns={[
          {
            key: 'number',
            label: text('submission.revisions.number'),
            width: '6rem',
            render: ({ number }) => number,
          },
          {
            key: 'title',
            label: text('submission.column.title'),
            isLead: true,
            render: ({ title }) => <bdi>{title}</bdi>,
          },
          {
            key: 'records',
            label: text('submission.revisions.records'),
            width: '6rem',
            align: 'end',
            render: ({ recordCount }) => recordCount.toLocaleString(locale),
          },
          {
            key: 'hash',
            label: text('submission.revisions.hash'),
            width: '13rem',
            render: ({ contentSha256 }) => <Identifier value={contentSha256} short={16} />,
          },
          {
            key: 'by',
            label: text('submission.revisions.by'),
            width: '11rem',
            render: ({ submittedBy }) => <bdi>{submittedBy.name}</bdi>,
          },
          {
            key: 'at',
            label: text('submission.column.waiting'),
            width: '8rem',
            render: ({ submittedAt }) => <RelativeTime value={submittedAt} />,
          },
        ]}
      />
    </div>
  );
}
