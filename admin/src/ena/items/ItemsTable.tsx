import type { BatchItemView } from '@contract/ena/batches/batches.contract.ts';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
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

const hasMessage = (items: readonly BatchItemView[], at: number): boolean => {
  const item = items[at];
  return item !== undefined && messageOf(item) !== null;
};

const columns = ['title', 'accession', 'external', 'submission', 'status'] as const;

/** However many records a batch has, only those in sight are drawn; the page itself scrolls. */
export const ItemsTable = ({ items, total, hasMore, onMore }: Props) => {
  const text = useText();
  const body = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(body.current?.offsetTop ?? 0), []);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by the virtualizer's functions
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: (at) => (hasMessage(items, at) && !isAsAbove(items, at) ? 64 : 36),
    getItemKey: (at) => items[at]?.id ?? at,
    overscan: 12,
    scrollMargin: offset,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= items.length - 40) onMore();
  });
  return (
    <div role="table" aria-label={text('ena.tab.records')} aria-rowcount={total} className={styles.table}>
      <div role="row" className={styles.head}>
        {columns.map((column) => (
          <span key={column} role="columnheader">
            {text(`ena.item.${column}`)}
          </span>
        ))}
      </div>
      <div ref={body} role="rowgroup" className={styles.body} style={{ blockSize: rows.getTotalSize() }}>
        {shown.map(({ key, index, start }) => {
          const item = items[index];
          return (
            item !== undefined && (
              <div
                key={key}
                ref={rows.measureElement}
                role="row"
                data-index={index}
                aria-rowindex={index + 2}
                className={styles.row}
                style={{ transform: `translateY(${start - offset}px)` }}
              >
                <ItemRow item={item} isAsAbove={isAsAbove(items, index)} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
};
