import type { BatchView } from '@contract/ena/batches/batches.contract.ts';
import { Identifier } from '../components/Identifier.tsx';
import type { Column } from '../components/list/list.types.ts';
import { RelativeTime } from '../components/RelativeTime.tsx';
import type { Text } from '../i18n/useText.ts';
import { BatchStatusPill } from './BatchStatusPill.tsx';
import { Maker } from './Maker.tsx';
import { StateBar } from './StateBar.tsx';

/** What a batch holds, in words. */
export const contentOf = ({ submissionCount, itemCount }: BatchView, text: Text): string =>
  `${text('ena.submissions', { count: submissionCount })}, ${text('ena.records', { count: itemCount })}`;

export const batchColumns = (text: Text): Column<BatchView>[] => [
  {
    key: 'reference',
    label: text('ena.column.reference'),
    width: '8rem',
    render: ({ reference }) => <Identifier value={reference} />,
  },
  {
    key: 'content',
    label: text('ena.column.content'),
    isLead: true,
    render: ({ submissionCount }) => text('ena.submissions', { count: submissionCount }),
  },
  {
    key: 'environment',
    label: text('ena.column.environment'),
    width: '7.25rem',
    render: ({ environment }) => text(`words.environment.${environment}`),
  },
  {
    key: 'status',
    label: text('ena.column.status'),
    width: '9.25rem',
    render: ({ status }) => <BatchStatusPill status={status} quiet />,
  },
  {
    key: 'counts',
    label: text('ena.column.records'),
    width: '16.75rem',
    render: ({ counts, itemCount, status }) =>
      status === 'cancelled' ? (
        <span className="faint">{text('ena.items.notSent', { count: itemCount })}</span>
      ) : (
        <StateBar counts={counts} isLabelled />
      ),
  },
  {
    key: 'by',
    label: text('ena.column.by'),
    width: '8.25rem',
    onCard: 'hidden',
    render: (batch) => <Maker batch={batch} />,
  },
  {
    key: 'created',
    label: text('ena.column.created'),
    width: '8.5rem',
    sortBy: 'createdAt',
    render: ({ createdAt }) => <RelativeTime value={createdAt} />,
  },
];
