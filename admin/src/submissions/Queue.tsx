import { useAbility } from '@casl/react';
import type { SubmissionStatus, SubmissionSummary } from '@contract/submissions/submission.contract.ts';
import { useSearchParams } from 'react-router-dom';
import { EmptyState } from '../components/EmptyState.tsx';
import { KeysetList } from '../components/list/KeysetList.tsx';
import type { View } from '../components/list/list.types.ts';
import { PersonName } from '../components/PersonName.tsx';
import { useText } from '../i18n/useText.ts';
import { RequirePlace } from '../layout/RequireAccess.tsx';
import type { ConsoleAbility } from '../providers/ability.ts';
import { findingsFilter } from './findingsFilter.ts';
import { submissionColumns } from './submissionColumns.tsx';
import { useSubmissionCounts } from './useSubmissionCounts.ts';

const open = ['submitted', 'in_review', 'changes_requested'] as const;
const closed = ['approved', 'rejected', 'withdrawn'] as const;
const oldestFirst = { field: 'submittedAt', order: 'ASC' } as const;
const newestFirst = { field: 'updatedAt', order: 'DESC' } as const;

const Queue = () => {
  const text = useText();
  const [query] = useSearchParams();
  const canReview = useAbility<ConsoleAbility>().can('claim', 'Submission');
  const countOf = useSubmissionCounts({});
  const column = submissionColumns(text);
  const viewOf = (status: (typeof open | typeof closed)[number]): View => ({
    key: status,
    label: text(`submission.view.${status}`),
    filter: { status },
    count: countOf(status),
    ...(closed.some((each) => each === status) ? { sort: newestFirst } : {}),
  });
  const status = (query.get('view') ?? 'submitted') as SubmissionStatus;
  const isWaiting = status === 'submitted';
  return (
    <KeysetList<SubmissionSummary>
      title={text(canReview ? 'submission.queue.title' : 'submission.queue.all')}
      searchLabel={text('submission.queue.search')}
      list={{
        resource: 'submissions',
        views: [...open, ...closed].map(viewOf),
        filters: [
          findingsFilter(text),
          {
            kind: 'given',
            name: 'owner',
            label: text('submission.column.owner'),
            render: (id) => <PersonName id={id} />,
          },
        ],
        sort: oldestFirst,
        columns: [
          column.reference,
          column.title,
          column.owner,
          column.samples,
          column.findings,
          isWaiting || open.some((each) => each === status) ? column.submitted : column.changed,
          column.curator,
        ],
        linkTo: ({ id }) => `/submissions/${id}`,
        nameOf: ({ title }) => title,
      }}
      empty={
        <EmptyState
          title={text(isWaiting ? 'submission.queue.empty.submitted' : 'submission.queue.empty.other')}
        >
          {text(isWaiting ? 'submission.queue.empty.submittedDetail' : 'submission.queue.empty.otherDetail')}
        </EmptyState>
      }
    />
  );
};

export default function QueuePage() {
  return (
    <RequirePlace to="/queue">
      <Queue />
    </RequirePlace>
  );
}
