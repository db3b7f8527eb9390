import type { BatchItemView } from '@contract/ena/batches/batches.contract.ts';
import { useSearchParams } from 'react-router-dom';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { FilterChips } from '../../components/list/FilterChips.tsx';
import list from '../../components/list/list.module.css';
import { changeQuery } from '../../components/list/listState.ts';
import { SearchField } from '../../components/list/SearchField.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { SubmissionLink } from '../../components/SubmissionLink.tsx';
import { useText } from '../../i18n/useText.ts';
import { checkFailed, filterOfView, itemStates, type ItemView } from '../itemCounts.ts';
import { ItemStates } from './ItemStates.tsx';
import { ItemsTable } from './ItemsTable.tsx';
import { useBatch } from '../useBatch.ts';
import styles from './ItemsTab.module.css';
import { useBatchItems } from './useBatchItems.ts';

const unsaid = (item: BatchItemView): BatchItemView => ({ ...item, message: null });

/** The records of a batch by state, with ENA's accessions and messages as they arrive. */
export default function ItemsTab() {
  const text = useText();
  const [query, setQuery] = useSearchParams();
  const view = [...itemStates, checkFailed].find((each) => each === query.get('view')) as
    ItemView | undefined;
  const q = query.get('q') ?? '';
  const submissionId = query.get('submissionId') ?? '';
  const { status: batchStatus } = useBatch();
  const items = useBatchItems({ q, submissionId, ...filterOfView(view) });
  return (
    <div>
      <div className={list.tools}>
        <SearchField
          value={q}
          label={text('ena.item.search')}
          onSearch={(next) => setQuery(changeQuery(query, { q: next }), { replace: true })}
        />
        <ItemStates status={view} />
        {submissionId !== '' && (
          <FilterChips
            filters={[
              {
                kind: 'given',
                name: 'submissionId',
                label: text('ena.column.submission'),
                render: (id) => <SubmissionLink id={id} />,
              },
            ]}
            values={{ submissionId }}
            onRemove={() => setQuery(changeQuery(query, { submissionId: null }))}
            onClear={() => setQuery(changeQuery(query, { submissionId: null }))}
          />
        )}
        {items.isExact && q !== '' && (
          <span role="status" className="faint">
            {text('ena.records', { count: items.total })}
          </span>
        )}
      </div>
      {items.error !== null && (
        <ErrorState error={items.error} onRetry={items.refetch} isInline={items.items.length > 0} />
      )}
      {items.isPending && <RowsSkeleton />}
      {items.items.length > 0 && (
        <ItemsTable
          // That nothing was sent is said above, once.
          items={batchStatus === 'cancelled' ? items.items.map(unsaid) : items.items}
          total={items.total}
          hasMore={items.hasMore}
          onMore={items.more}
        />
      )}
      {items.hasMore && <p className={styles.more}>{text('parts.list.loading')}</p>}
      {!items.isPending && items.error === null && items.items.length === 0 && (
        <EmptyState title={text('parts.list.noMatch')}>{text('parts.list.noMatchDetail')}</EmptyState>
      )}
    </div>
  );
}
