import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import styles from './LongTable.module.css';
import { WindowedHead, WindowedRows } from './WindowedRows.tsx';

export type LongColumn = { key: string; label: ReactNode; className?: string | undefined };

type Props<Row> = {
  label: string;
  rows: readonly Row[];
  /** How many rows there are in all, also where not all are loaded. */
  total: number;
  columns: readonly LongColumn[];
  keyOf: (row: Row) => string;
  /** Whether a note stands below the row's line: taller rows are made room for. */
  hasNote: (row: Row, at: number) => boolean;
  /** The cells of a row, each with the role of one; its note, if it has one, comes last. */
  render: (row: Row, at: number) => ReactNode;
  /** Called again and again while the last rows are in sight. */
  onNearEnd?: (() => void) | undefined;
  /** Sets `--columns`, the widths of the grid's columns. */
  className?: string | undefined;
};

const line = 36;
const lineWithNote = 64;

/** Where the rows begin on the page; what stands above them comes and goes. */
const useOffset = () => {
  const body = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useEffect(() => {
    const page = body.current?.parentElement?.parentElement;
    const observer = new ResizeObserver(() => setOffset(body.current?.offsetTop ?? 0));
    if (page) observer.observe(page);
    return () => observer.disconnect();
  }, []);
  return { body, offset };
};

/** However many rows there are, only those in sight are drawn; the page itself scrolls. */
export const LongTable = <Row,>({ label, rows, total, columns, className, ...props }: Props<Row>) => {
  const { keyOf, hasNote, render, onNearEnd } = props;
  const { body, offset } = useOffset();
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by the virtualizer's functions
  const lines = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (at) => (rows[at] !== undefined && hasNote(rows[at], at) ? lineWithNote : line),
    getItemKey: (at) => (rows[at] === undefined ? at : keyOf(rows[at])),
    overscan: 12,
    scrollMargin: offset,
  });
  const last = lines.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 40) onNearEnd?.();
  });
  return (
    <div role="table" aria-label={label} aria-rowcount={total + 1} className={className}>
      <WindowedHead className={styles.head}>
        {columns.map((column) => (
          <span key={column.key} role="columnheader" className={column.className}>
            {column.label}
          </span>
        ))}
      </WindowedHead>
      <WindowedRows
        ref={body}
        lines={lines}
        rows={rows}
        offset={offset}
        rowClass={styles.row}
        render={render}
      />
    </div>
  );
};

type NoteProps = { sense: 'plain' | 'bad' | 'doubtful'; children: ReactNode };

/** What there is to say of a row beyond its line. */
export const RowNote = ({ sense, children }: NoteProps) => (
  <span role="cell" className={styles.note} data-sense={sense}>
    {children}
  </span>
);
