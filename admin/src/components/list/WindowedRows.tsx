import type { Virtualizer } from '@tanstack/react-virtual';
import type { ReactNode, Ref } from 'react';
import { classes } from '../classes.ts';
import styles from './WindowedRows.module.css';

/** The names of the columns of a table whose `--columns` are set. */
export const WindowedHead = ({
  className,
  children,
}: {
  className?: string | undefined;
  children: ReactNode;
}) => (
  <div role="row" className={classes(styles.head, className)}>
    {children}
  </div>
);

type Props<Row, Scroller extends Element | Window> = {
  lines: Virtualizer<Scroller, Element>;
  rows: readonly Row[];
  /** Where the first row stands within what scrolls. */
  offset?: number;
  ref?: Ref<HTMLDivElement>;
  rowClass?: string | undefined;
  /** The cells of a row, each with the role of one. */
  render: (row: Row, at: number) => ReactNode;
};

/** Of a long table's rows those that are in sight, each at its place among all. */
export const WindowedRows = <Row, Scroller extends Element | Window>({
  lines,
  rows,
  offset = 0,
  ref,
  rowClass,
  render,
}: Props<Row, Scroller>) => (
  <div ref={ref} role="rowgroup" className={styles.body} style={{ blockSize: lines.getTotalSize() }}>
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
            className={classes(styles.row, rowClass)}
            style={{ transform: `translateY(${start - offset}px)` }}
          >
            {render(row, index)}
          </div>
        )
      );
    })}
  </div>
);
