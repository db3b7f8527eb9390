import { useGetList } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import list from '../components/list/list.module.css';
import { changeQuery, readListState, turnedSort, writeSort } from '../components/list/listState.ts';
import { ListTable } from '../components/list/ListTable.tsx';
import { SearchField } from '../components/list/SearchField.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { RowsSkeleton } from '../components/Skeletons.tsx';
import { useText } from '../i18n/useText.ts';
import { RequireAccess } from '../layout/RequireAccess.tsx';
import { useLiveChange } from '../providers/LiveUpdates.tsx';
import { checklistColumns, type ChecklistRow } from './checklistColumns.tsx';
import { ImportButton } from './ImportButton.tsx';
import { arranged } from './rows.ts';

/** The API answers with all of them at once, about fifty: they are searched and ordered here. */
const Rows = ({ rows }: { rows: readonly ChecklistRow[] }) => {
  const text = useText();
  const [query, setQuery] = useSearchParams();
  const { q, sort } = readListState(query, [], { field: 'accession', order: 'ASC' });
  const change = (changed: Record<string, string | null>) => setQuery(changeQuery(query, changed));
  const shown = arranged(rows, q, sort);
  const column = checklistColumns(text);
  return (
    <>
      <div className={list.tools}>
        <SearchField value={q} label={text('checklists.search')} onSearch={(next) => change({ q: next })} />
      </div>
      {shown.length === 0 ? (
        <EmptyState title={text('parts.list.noMatch')}>{text('checklists.noMatch', { query: q })}</EmptyState>
      ) : (
        <>
          <ListTable<ChecklistRow>
            label={text('checklists.title')}
            rows={shown}
            columns={[
              column.accession,
              column.label,
              column.version,
              column.fields,
              column.mandatory,
              column.installed,
            ]}
            sort={sort}
            onSort={(field) => change({ sort: writeSort(turnedSort(sort, field)) })}
            linkTo={({ accession }) => `/checklists/${accession}`}
            nameOf={({ accession }) => accession}
          />
          <p role="status" className={list.pager}>
            {text('parts.list.shown', { shown: shown.length, count: rows.length })}
          </p>
        </>
      )}
    </>
  );
};

const ChecklistList = () => {
  const text = useText();
  const { data, error, isPending, refetch } = useGetList<ChecklistRow>('checklists');
  useLiveChange('checklists', () => void refetch());
  return (
    <div className={list.frame}>
      <PageTitle title={text('checklists.title')} actions={<ImportButton />} />
      {error !== null && (
        <ErrorState error={error} onRetry={() => void refetch()} isInline={data !== undefined} />
      )}
      {isPending && <RowsSkeleton />}
      {data !== undefined && data.length > 0 && <Rows rows={data} />}
      {data?.length === 0 && (
        <EmptyState title={text('checklists.empty')} action={<ImportButton />}>
          {text('checklists.emptyDetail')}
        </EmptyState>
      )}
    </div>
  );
};

export default function ChecklistListPage() {
  return (
    <RequireAccess action="read" subject="Checklist">
      <ChecklistList />
    </RequireAccess>
  );
}
