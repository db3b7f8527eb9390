import type { VirtualItem } from '@tanstack/react-virtual';
import type { SheetColumn } from './sheetColumns.ts';
import styles from './sheet.module.css';

type Props = {
  alias: SheetColumn;
  columns: readonly SheetColumn[];
  cells: readonly VirtualItem[];
  rowLabel: string;
};

const Name = ({ column }: { column: SheetColumn }) => (
  <>
    {column.letter !== null && <span className={styles.letter}>{column.letter}</span>}
    <bdi className={styles.value}>{column.field}</bdi>
  </>
);

/** The names of the columns with the letters the depositor's spreadsheet gives them. */
export const SheetHead = ({ alias, columns, cells, rowLabel }: Props) => (
  <div role="row" aria-rowindex={1} className={styles.head}>
    <div role="columnheader" aria-colindex={1} className={styles.number}>
      {rowLabel}
    </div>
    <div role="columnheader" aria-colindex={2} className={styles.alias} title={alias.field}>
      <Name column={alias} />
    </div>
    <div style={{ inlineSize: cells[0]?.start ?? 0 }} />
    {cells.map(({ index, size }) => {
      const column = columns[index];
      return column === undefined ? null : (
        <div
          key={column.field}
          role="columnheader"
          aria-colindex={index + 3}
          className={styles.name}
          style={{ inlineSize: size }}
          title={column.field}
        >
          <Name column={column} />
        </div>
      );
    })}
  </div>
);
