import type { ProblemView } from '@contract/ena/processing/problems.contract.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { KeysetList } from '../../components/list/KeysetList.tsx';
import { useViewCounts } from '../../components/list/useViewCounts.ts';
import { SubmissionLink } from '../../components/SubmissionLink.tsx';
import { useText } from '../../i18n/useText.ts';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import { problemColumns } from './problemColumns.tsx';

const states = ['open', 'taken', 'resolved'] as const;
const kinds = ['processing', 'status', 'missing', 'identifier', 'hold'] as const;
const viewFilters = {
  open: { status: 'open' },
  taken: { status: 'taken' },
  resolved: { status: 'resolved' },
};

const ProblemList = () => {
  const text = useText();
  const countOf = useViewCounts('ena-problems', viewFilters, ['q', 'kind', 'submissionId', 'batchId']);
  return (
    <KeysetList<ProblemView>
      title={text('followup.title')}
      searchLabel={text('followup.search')}
      list={{
        resource: 'ena-problems',
        views: states.map((status) => ({
          key: status,
          label: text(`followup.status.${status}`),
          filter: viewFilters[status],
          count: countOf(status),
        })),
        filters: [
          {
            kind: 'choice',
            name: 'kind',
            label: text('followup.column.kind'),
            options: kinds.map((value) => ({ value, label: text(`followup.kind.${value}`) })),
          },
          {
            kind: 'given',
            name: 'submissionId',
            label: text('ena.column.submission'),
            render: (id) => <SubmissionLink id={id} />,
          },
        ],
        sort: { field: 'raisedAt', order: 'DESC' },
        columns: problemColumns(text),
        linkTo: ({ accession }) => `/accessions/${accession}`,
        nameOf: ({ enaAccession, message }) => `${enaAccession}: ${message}`,
      }}
      empty={<EmptyState title={text('followup.empty')}>{text('followup.emptyDetail')}</EmptyState>}
    />
  );
};

export default function ProblemListPage() {
  return (
    <RequireAccess action="read" subject="EnaProblem">
      <ProblemList />
    </RequireAccess>
  );
}
