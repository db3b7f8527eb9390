import type { AccessionView } from '@contract/accessions/accession.contract.ts';
import { useSearchParams } from 'react-router-dom';
import { EmptyState } from '../components/EmptyState.tsx';
import { KeysetList } from '../components/list/KeysetList.tsx';
import type { Filter } from '../components/list/list.types.ts';
import { useViewCounts } from '../components/list/useViewCounts.ts';
import { SubmissionLink } from '../components/SubmissionLink.tsx';
import { useText, type Text } from '../i18n/useText.ts';
import { RequireAccess } from '../layout/RequireAccess.tsx';
import { accessionColumns } from './accessionColumns.tsx';

const kinds = ['project', 'sample', 'experiment', 'run', 'analysis'] as const;
const states = ['private', 'public', 'suppressed', 'withdrawn'] as const;
/** Kinds that have a tab before the first of them exists. */
const always = new Set<string>(['project', 'sample']);

const viewFilters = {
  all: {},
  ...Object.fromEntries(kinds.map((kind) => [kind, { kind }])),
} as Record<'all' | (typeof kinds)[number], Record<string, string>>;

const filters = (text: Text): Filter[] => [
  {
    kind: 'choice',
    name: 'status',
    label: text('accessions.column.status'),
    options: states.map((status) => ({ value: status, label: text(`words.accession.${status}`) })),
  },
  {
    kind: 'given',
    name: 'submissionId',
    label: text('accessions.column.submission'),
    render: (id) => <SubmissionLink id={id} />,
  },
];

const AccessionList = () => {
  const text = useText();
  const [query] = useSearchParams();
  const countOf = useViewCounts('accessions', viewFilters, ['q', 'status', 'submissionId']);
  const view = query.get('view') ?? 'all';
  const shown = kinds.filter((kind) => always.has(kind) || kind === view || (countOf(kind) ?? 0) > 0);
  return (
    <KeysetList<AccessionView>
      title={text('accessions.title')}
      searchLabel={text('accessions.search')}
      list={{
        resource: 'accessions',
        views: [
          { key: 'all', label: text('accessions.all'), filter: viewFilters.all, count: countOf('all') },
          ...shown.map((kind) => ({
            key: kind,
            label: text(`accessions.view.${kind}`),
            filter: viewFilters[kind],
            count: countOf(kind),
          })),
        ],
        filters: filters(text),
        sort: { field: 'mintedAt', order: 'DESC' },
        columns: accessionColumns(text, view === 'all'),
        linkTo: ({ accession }) => `/accessions/${accession}`,
        nameOf: ({ accession }) => accession,
      }}
      empty={<EmptyState title={text('accessions.empty')}>{text('accessions.emptyDetail')}</EmptyState>}
    />
  );
};

export default function AccessionListPage() {
  return (
    <RequireAccess action="read" subject="Accession">
      <AccessionList />
    </RequireAccess>
  );
}
