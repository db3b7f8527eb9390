import type { RaRecord } from 'react-admin';
import { useText } from '../../i18n/useText.ts';
import { ErrorState } from '../ErrorState.tsx';
import { RowsSkeleton } from '../Skeletons.tsx';
import styles from './list.module.css';
import { ListTable } from './ListTable.tsx';
import { Pager } from './Pager.tsx';
import type { KeysetListState } from './useKeysetList.ts';

/** That there is something newer than what is shown, where rows must not jump under the pointer. */
export const Changed = ({ onShow }: { onShow: () => void }) => {
  const text = useText();
  return (
    <p role="status" className={styles.changed}>
      {text('parts.list.changed')}
      <button type="button" className={styles.clear} onClick={onShow}>
        {text('parts.list.showChanges')}
      </button>
    </p>
  );
};

type Table<Row extends RaRecord> = React.ComponentProps<typeof ListTable<Row>>;
type Props<Row extends RaRecord> = Omit<Table<Row>, 'rows' | 'sort' | 'onSort'> & {
  list: KeysetListState<Row>;
  /** What stands in place of the rows where there are none. */
  empty: React.ReactNode;
};

/** The rows of a list and the way on; or that they are on their way, could not be fetched, or are none. */
export const ListBody = <Row extends RaRecord>({ list, empty, ...table }: Props<Row>) => (
  <>
    {list.hasChanged && <Changed onShow={list.follow} />}
    {list.error !== null && (
      <ErrorState error={list.error} onRetry={list.refetch} isInline={list.rows.length > 0} />
    )}
    {list.isPending && <RowsSkeleton />}
    {list.rows.length > 0 && (
      <div
        className={styles.rows}
        aria-busy={list.isSettling}
        data-settling={list.isSettling || undefined}
        {...list.pointer}
      >
        <ListTable rows={list.rows} sort={list.sort} onSort={list.sortBy} {...table} />
        <Pager list={list} />
      </div>
    )}
    {!list.isPending && list.error === null && list.rows.length === 0 && <div role="status">{empty}</div>}
  </>
);
