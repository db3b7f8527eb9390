import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../../i18n/useText.ts';
import { FileLine } from './FileLine.tsx';
import { hasNote } from './FileNote.tsx';
import type { FileRow } from './fileRows.ts';
import styles from './FilesTable.module.css';

const columns = ['name', 'state', 'run', 'size', 'md5', 'actions'] as const;

type Props = { rows: readonly FileRow[]; isEditable: boolean; onRemove: (row: FileRow) => void };

/** However many files there are, only those in sight are drawn; the page itself scrolls. */
export const FilesTable = ({ rows, isEditable, onRemove }: Props) => {
  const text = useText();
  const body = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  // What is on its way stands above the table, and comes and goes.
  useEffect(() => {
    const page = body.current?.parentElement?.parentElement;
    const observer = new ResizeObserver(() => setOffset(body.current?.offsetTop ?? 0));
    if (page) observer.observe(page);
    return () => observer.disconnect();
  }, []);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by the virtualizer's functions
  const lines = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (at) => (rows[at] !== undefined && hasNote(rows[at]) ? 64 : 36),
    getItemKey: (at) => rows[at]?.key ?? at,
    overscan: 12,
    scrollMargin: offset,
  });
  return (
    <div role="table" aria-label={text('files.tab')} aria-rowcount={rows.length + 1} className={styles.table}>
      <div role="row" className={styles.head}>
        {columns.map((column) => (
          <span key={column} role="columnheader" className={styles[column === 'run' ? 'runs' : column]}>
            {column === 'actions' ? (
              <span className="visually-hidden">{text('files.column.actions')}</span>
            ) : (
              text(`files.column.${column}`)
            )}
          </span>
        ))}
      </div>
      <div ref={body} role="rowgroup" className={styles.body} style={{ blockSize: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ key, index, start }) => {
          const row = rows[index];
          return (
            row !== undefined && (
              <div
                key={key}
                ref={lines.measureElement}
                role="row"
                data-index={index}
                aria-rowindex={index + 2}
                className={styles.row}
                style={{ transform: `translateY(${start - offset}px)` }}
              >
                <FileLine row={row} isEditable={isEditable} onRemove={onRemove} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
};
