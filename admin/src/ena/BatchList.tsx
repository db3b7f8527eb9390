import { useAbility } from '@casl/react';
import type { BatchView } from '@contract/ena/batches/batches.contract.ts';
import Button from '@mui/material/Button';
import { Link, useSearchParams } from 'react-router-dom';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { KeysetList } from '../components/list/KeysetList.tsx';
import { useViewCounts } from '../components/list/useViewCounts.ts';
import { SubmissionLink } from '../components/SubmissionLink.tsx';
import { useText } from '../i18n/useText.ts';
import { RequireAccess } from '../layout/RequireAccess.tsx';
import type { ConsoleAbility } from '../providers/ability.ts';
import { batchColumns } from './batchColumns.tsx';

/** What needs somebody stands first. */
const views = ['open', 'attention', 'partial', 'refused', 'sending', 'accepted', 'cancelled'] as const;
const viewFilters = {
  all: {},
  open: { status: 'assembling,checking,checked,approved' },
  attention: { status: 'attention' },
  partial: { status: 'partial' },
  refused: { status: 'refused' },
  sending: { status: 'sending' },
  accepted: { status: 'accepted' },
  cancelled: { status: 'cancelled' },
} as const;

const NewBatchButton = () => {
  const text = useText();
  if (!useAbility<ConsoleAbility>().can('create', 'EnaBatch')) return null;
  return (
    <Button
      component={Link}
      to="/batches/create"
      variant="contained"
      color="primary"
      startIcon={<Icon name="plus" />}
    >
      {text('ena.create.begin')}
    </Button>
  );
};

const BatchList = () => {
  const text = useText();
  const isAll = (useSearchParams()[0].get('view') ?? 'all') === 'all';
  const countOf = useViewCounts('batches', viewFilters, ['q', 'submissionId']);
  return (
    <KeysetList<BatchView>
      title={text('ena.title')}
      searchLabel={text('ena.search')}
      actions={<NewBatchButton />}
      list={{
        resource: 'batches',
        views: [
          { key: 'all', label: text('ena.all'), filter: {}, count: countOf('all') },
          ...views.map((view) => ({
            key: view,
            label: text(view === 'open' ? 'ena.open' : `words.batch.${view}`),
            filter: viewFilters[view],
            count: countOf(view),
          })),
        ],
        filters: [
          {
            kind: 'given',
            name: 'submissionId',
            label: text('ena.column.submission'),
            render: (id) => <SubmissionLink id={id} />,
          },
        ],
        sort: { field: 'createdAt', order: 'DESC' },
        columns: batchColumns(text),
        linkTo: ({ id }) => `/batches/${id}`,
        nameOf: ({ reference }) => reference,
      }}
      empty={
        isAll ? (
          <EmptyState title={text('ena.empty')} action={<NewBatchButton />}>
            {text('ena.emptyDetail')}
          </EmptyState>
        ) : (
          <EmptyState title={text('ena.emptyView')}>{text('ena.emptyViewDetail')}</EmptyState>
        )
      }
    />
  );
};

export default function BatchListPage() {
  return (
    <RequireAccess action="read" subject="EnaBatch">
      <BatchList />
    </RequireAccess>
  );
}
