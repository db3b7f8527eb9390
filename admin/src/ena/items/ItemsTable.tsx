import type { BatchItemView } from '@contract/ena/batches/batches.contract.ts';
import { LongTable } from '../../components/list/LongTable.tsx';
import { useText } from '../../i18n/useText.ts';
import { messageOf } from '../itemCounts.ts';
import { ItemRow } from './ItemRow.tsx';
import styles from './ItemsTab.module.css';

type Props = { items: readonly BatchItemView[]; total: number; hasMore: boolean; onMore: () => void };

const isAsAbove = (items: readonly BatchItemView[], at: number): boolean => {
  const [above, item] = [items[at - 1], items[at]];
  return (
    item !== undefined &&
    above !== undefined &&
    messageOf(item) !== null &&
    messageOf(above) === messageOf(item) &&
    above.submissionId === item.submissionId
  );
};

const columns = ['title', 'accession', 'external', 'submission', 'status'] as const;

/** The records of a batch in the order of its submissions, with what ENA said below those it did not take. */
export const ItemsTable = ({ items, total, hasMore, onMore }: Props) => {
  const text = useText();
  return (
    <LongTable
      label={text('ena.tab.records')}
      rows={items}
      total={total}
      className={styles.table}
      columns={columns.map((column) => ({
        key: column,
        label: text(`ena.item.${column}`),
        className: styles[column],
      }))}
      keyOf={({ id }) => id}
      hasNote={(item, at) => messageOf(item) !== null && !isAsAbove(items, at)}
      render={(item, at) => <ItemRow item={item} isAsAbove={isAsAbove(items, at)} />}
      onNearEnd={hasMore ? onMore : undefined}
    />
  );
};
