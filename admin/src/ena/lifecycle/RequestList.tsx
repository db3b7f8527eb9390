import type { RequestView } from '@contract/ena/lifecycle/request.contract.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { KeysetList } from '../../components/list/KeysetList.tsx';
import { useViewCounts } from '../../components/list/useViewCounts.ts';
import { SubmissionLink } from '../../components/SubmissionLink.tsx';
import { useText } from '../../i18n/useText.ts';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import { requestColumns } from './requestColumns.tsx';

const views = ['all', 'person', 'open', 'done', 'refused'] as const;
const viewFilters = {
  all: {},
  /** What waits for somebody: to write to the helpdesk, to note its answer, to look at an unclear one. */
  person: { status: 'attention,asked' },
  open: { status: 'requested,sending,asked,attention' },
  done: { status: 'done' },
  refused: { status: 'refused,declined' },
} as const;
const kinds = ['hold', 'release', 'cancel', 'suppress', 'modify'] as const;

const RequestList = () => {
  const text = useText();
  const countOf = useViewCounts('ena-requests', viewFilters, ['q', 'kind', 'submissionId', 'accession']);
  return (
    <KeysetList<RequestView>
      title={text('lifecycle.title')}
      searchLabel={text('ena.search')}
      list={{
        resource: 'ena-requests',
        views: views.map((view) => ({
          key: view,
          label: text(`lifecycle.view.${view}`),
          filter: viewFilters[view],
          count: countOf(view),
        })),
        filters: [
          {
            kind: 'choice',
            name: 'kind',
            label: text('lifecycle.column.kind'),
            options: kinds.map((value) => ({ value, label: text(`lifecycle.kind.${value}`) })),
          },
          { kind: 'text', name: 'accession', label: text('ena.item.accession') },
          {
            kind: 'given',
            name: 'submissionId',
            label: text('ena.column.submission'),
            render: (id) => <SubmissionLink id={id} />,
          },
        ],
        sort: { field: 'createdAt', order: 'DESC' },
        columns: requestColumns(text),
        linkTo: ({ id }) => `/ena-requests/${id}`,
        nameOf: ({ reference }) => reference,
      }}
      empty={<EmptyState title={text('lifecycle.empty')}>{text('lifecycle.emptyDetail')}</EmptyState>}
    />
  );
};

export default function RequestListPage() {
  return (
    <RequireAccess action="read" subject="EnaRequest">
      <RequestList />
    </RequireAccess>
  );
}
