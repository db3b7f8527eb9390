import type { SubmissionSummary } from '@contract/submissions/submission.contract.ts';
import type { Column } from '../components/list/list.types.ts';
import { CountLink } from '../components/CountLink.tsx';
import { Identifier } from '../components/Identifier.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { Link } from 'react-router-dom';
import type { Text } from '../i18n/useText.ts';
import { FindingCounts } from './FindingCounts.tsx';
import { SubmissionStatusPill } from './SubmissionStatusPill.tsx';

type Columns = Record<
  'reference' | 'title' | 'status' | 'owner' | 'samples' | 'findings' | 'submitted' | 'changed' | 'curator',
  Column<SubmissionSummary>
>;

/** The columns of lists of submissions; each list takes those it needs. */
export const submissionColumns = (text: Text): Columns => ({
  reference: {
    key: 'reference',
    label: text('submission.column.reference'),
    width: '8rem',
    sortBy: 'number',
    render: ({ reference }) => <Identifier value={reference} />,
  },
  title: {
    key: 'title',
    label: text('submission.column.title'),
    sortBy: 'title',
    isLead: true,
    render: ({ title }) => <bdi title={title}>{title}</bdi>,
  },
  status: {
    key: 'status',
    label: text('submission.column.status'),
    width: '11rem',
    render: ({ status }) => <SubmissionStatusPill status={status} quiet />,
  },
  owner: {
    key: 'owner',
    label: text('submission.column.owner'),
    width: '10rem',
    render: ({ owner }) => <bdi>{owner.name}</bdi>,
  },
  samples: {
    key: 'samples',
    label: text('submission.column.samples'),
    width: '5.5rem',
    align: 'end',
    render: ({ id, sampleCount: count }) => (
      <CountLink
        count={count}
        to={`/submissions/${id}/records`}
        label={text('submission.records.of.sample', { count })}
      />
    ),
  },
  findings: {
    key: 'findings',
    label: text('submission.column.findings'),
    width: '7.5rem',
    render: ({ id, errorCount, warningCount }) => (
      <Link to={`/submissions/${id}/findings`}>
        <FindingCounts errors={errorCount} warnings={warningCount} />
      </Link>
    ),
  },
  submitted: {
    key: 'submitted',
    label: text('submission.column.waiting'),
    width: '8rem',
    sortBy: 'submittedAt',
    render: ({ submittedAt }) => <RelativeTime value={submittedAt} />,
  },
  changed: {
    key: 'changed',
    label: text('submission.column.changed'),
    width: '8rem',
    sortBy: 'updatedAt',
    render: ({ updatedAt }) => <RelativeTime value={updatedAt} />,
  },
  curator: {
    key: 'curator',
    label: text('submission.column.curator'),
    width: '8.5rem',
    render: ({ curator }) =>
      curator === null ? <span className="faint">{text('words.nobody')}</span> : <bdi>{curator.name}</bdi>,
  },
});
