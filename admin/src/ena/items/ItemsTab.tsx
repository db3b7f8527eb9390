import { useSearchParams } from 'react-router-dom';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import list from '../../components/list/list.module.css';
import { changeQuery } from '../../components/list/listState.ts';
import { SearchField } from '../../components/list/SearchField.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { itemStates } from '../itemCounts.ts';
import { ItemStates } from './ItemStates.tsx';
import { ItemsTable } from './ItemsTable.tsx';
import styles from './ItemsTab.module.css';
import { useBatchItems } from './useBatchItems.ts';

/** The records of a batch by state, with ENA's accessions and messages as they arrive. */
export default function ItemsTab() {
  const text = useText();
  const [query, setQuery] = useSearchParams();
  const status = itemStates.find((each) => each === query.get('view'));
  const q = query.get('q') ?? '';
  const items = useBatchItems({ q, status: status ?? '' });
  return (
    <div>
      <div className={list.tools}>
        <SearchField
          value={q}
          label={text('ena.item.search')}
          onSearch={(next) => setQuery(changeQuery(query, { q: next }), { replace: true })}
        />
        <ItemStates status={status} />
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
        <ItemsTable items={items.items} total={items.total} hasMore={items.hasMore} onMore={items.more} />
      )}
      {items.hasMore && <p className={styles.more}>{text('parts.list.loading')}</p>}
      {!items.isPending && items.error === null && items.items.length === 0 && (
        <EmptyState title={text('parts.list.noMatch')}>{text('parts.list.noMatchDetail')}</EmptyState>
      )}
    </div>
  );
}
