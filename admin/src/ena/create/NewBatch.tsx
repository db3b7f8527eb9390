import type { eligibleSubmission } from '@contract/ena/batches/batches.contract.ts';
import { useLocale } from 'react-admin';
import type { z } from 'zod';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Identifier } from '../../components/Identifier.tsx';
import { KeysetList } from '../../components/list/KeysetList.tsx';
import type { Column } from '../../components/list/list.types.ts';
import { calendarDay } from '../../components/relativeTime.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { useText, type Text } from '../../i18n/useText.ts';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import { CreateButton } from './CreateButton.tsx';
import { CreateFromFilter } from './CreateFromFilter.tsx';
import { WhyNotHere } from './WhyNotHere.tsx';

export type Eligible = z.infer<typeof eligibleSubmission>;

const columns = (text: Text, locale: string): Column<Eligible>[] => [
  {
    key: 'reference',
    label: text('ena.column.reference'),
    width: '8rem',
    render: ({ reference }) => <Identifier value={reference} />,
  },
  {
    key: 'title',
    label: text('ena.column.submission'),
    isLead: true,
    render: ({ title }) => <bdi>{title}</bdi>,
  },
  {
    key: 'owner',
    label: text('ena.column.owner'),
    width: '10rem',
    render: ({ owner }) => <bdi>{owner.name}</bdi>,
  },
  {
    key: 'samples',
    label: text('ena.column.samples'),
    width: '6rem',
    align: 'end',
    render: ({ sampleCount }) => sampleCount.toLocaleString(locale),
  },
  {
    key: 'hold',
    label: text('ena.column.hold'),
    width: '12rem',
    render: ({ holdDate }) =>
      holdDate === null ? (
        <span className="faint">{text('ena.create.noHold')}</span>
      ) : (
        text('ena.create.heldUntil', { day: calendarDay(holdDate, locale) })
      ),
  },
  {
    key: 'approved',
    label: text('ena.column.approved'),
    width: '8.5rem',
    onCard: 'hidden',
    render: ({ approvedAt }) => <RelativeTime value={approvedAt} />,
  },
];

const createButton = (chosen: Eligible[]) => <CreateButton chosen={chosen} />;

/** Approved submissions that are not at ENA yet, to be put into a batch. */
const NewBatch = () => {
  const text = useText();
  const locale = useLocale();
  return (
    <>
      <KeysetList<Eligible>
        title={text('ena.create.title')}
        searchLabel={text('ena.create.search')}
        actions={<CreateFromFilter />}
        list={{
          resource: 'eligible',
          sort: { field: 'updatedAt', order: 'ASC' },
          perPage: 100,
          columns: columns(text, locale),
          linkTo: ({ id }) => `/submissions/${id}`,
          nameOf: ({ title }) => title,
        }}
        bulkActions={createButton}
        empty={<EmptyState title={text('ena.create.empty')}>{text('ena.create.emptyDetail')}</EmptyState>}
      />
      <WhyNotHere />
    </>
  );
};

export default function NewBatchPage() {
  return (
    <RequireAccess action="create" subject="EnaBatch">
      <NewBatch />
    </RequireAccess>
  );
}
