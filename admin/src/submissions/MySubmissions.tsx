import type { SubmissionSummary } from '@contract/submissions/submission.contract.ts';
import Button from '@mui/material/Button';
import { Link } from 'react-router-dom';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { KeysetList } from '../components/list/KeysetList.tsx';
import { useText } from '../i18n/useText.ts';
import { RequireAccess } from '../layout/RequireAccess.tsx';
import { findingsFilter } from './findingsFilter.ts';
import { submissionColumns } from './submissionColumns.tsx';
import { useSubmissionCounts } from './useSubmissionCounts.ts';

const states = [
  'draft',
  'submitted',
  'in_review',
  'changes_requested',
  'approved',
  'rejected',
  'withdrawn',
] as const;
const own = { owner: 'me' };

const MySubmissions = () => {
  const text = useText();
  const countOf = useSubmissionCounts(own);
  const column = submissionColumns(text);
  const begin = (
    <Button
      component={Link}
      to="/submissions/create"
      variant="contained"
      color="primary"
      startIcon={<Icon name="plus" />}
    >
      {text('submission.mine.begin')}
    </Button>
  );
  return (
    <KeysetList<SubmissionSummary>
      title={text('submission.mine.title')}
      searchLabel={text('submission.mine.search')}
      actions={begin}
      list={{
        resource: 'submissions',
        always: own,
        views: [
          { key: 'all', label: text('submission.mine.all'), filter: {}, count: countOf('all') },
          ...states.map((status) => ({
            key: status,
            label: text(`submission.view.${status}`),
            filter: { status },
            count: countOf(status),
          })),
        ],
        filters: [findingsFilter(text)],
        sort: { field: 'updatedAt', order: 'DESC' },
        columns: [
          column.reference,
          column.title,
          column.status,
          column.samples,
          column.findings,
          column.changed,
          column.curator,
        ],
        linkTo: ({ id }) => `/submissions/${id}`,
        nameOf: ({ title }) => title,
      }}
      empty={
        <EmptyState title={text('submission.mine.empty')} action={begin}>
          {text('submission.mine.emptyDetail')}
        </EmptyState>
      }
    />
  );
};

export default function MySubmissionsPage() {
  return (
    <RequireAccess action="create" subject="Submission">
      <MySubmissions />
    </RequireAccess>
  );
}
