import type { FindingView } from '@contract/submissions/findings.contract.ts';
import type { RecordView } from '@contract/submissions/record.contract.ts';
import type { VirtualItem } from '@tanstack/react-virtual';
import { memo } from 'react';
import { classes } from '../../components/classes.ts';
import { CellEditor, type EditEnd } from './CellEditor.tsx';
import { cellOptions } from './cellOptions.ts';
import { cellId, gravest, SheetCell } from './SheetCell.tsx';
import { readCell, type SheetColumn } from './sheetColumns.ts';
import type { GridPlace } from './useGridActions.ts';
import styles from './sheet.module.css';
import { findingsInCell } from './useCellFindings.ts';
import { cellKey, type CellEdit } from './useCellEdits.ts';

type Props = {
  index: number;
  start: number;
  record: RecordView | undefined;
  alias: SheetColumn;
  columns: readonly SheetColumn[];
  cells: readonly VirtualItem[];
  findings: FindingView[] | undefined;
  edits: ReadonlyMap<string, CellEdit>;
  /** Where the focus is, when it is in this row. */
  place: GridPlace | null;
  onPoint: (row: number, column: number) => void;
  onEditEnd: (value: string, end: EditEnd) => void;
};

/** One record: its row in the sheet and its alias stay in sight, its values pass by. A record on its way is a bar. */
export const SheetRow = memo((props: Props) => {
  const { index, start, record, alias, columns, cells, findings, edits, place, onPoint, onEditEnd } = props;
  const cellAt = (at: number, column: SheetColumn, width: number | undefined) => {
    if (record === undefined) return null;
    const edit = edits.get(cellKey(record.id, column));
    const value = edit?.value ?? readCell(record, column);
    if (place?.column === at && place.editing !== null) {
      return (
        <CellEditor
          key={column.field}
          id={cellId(index, at)}
          column={at}
          value={value}
          label={`${record.alias} ${column.field}`}
          options={cellOptions(column, record.type)}
          width={width}
          typed={place.editing.typed}
          onEnd={onEditEnd}
        />
      );
    }
    return (
      <SheetCell
        key={column.field}
        row={index}
        column={at}
        value={value}
        unit={column.unit}
        width={width}
        isMono={at < 0 || column.issued !== undefined || column.file?.part === 'md5'}
        severity={gravest(findingsInCell(findings, column))}
        isActive={place?.column === at}
        state={edit?.state}
        onPoint={onPoint}
      />
    );
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={classes(styles.row, place !== null && styles.here)}
      style={{ transform: `translateY(${start}px)` }}
    >
      <div role="rowheader" aria-colindex={1} className={styles.number}>
        {record === undefined ? index + 1 : (record.row ?? '·')}
      </div>
      <div className={styles.alias} role="presentation">
        {record === undefined ? <span className={styles.coming} /> : cellAt(-1, alias, undefined)}
      </div>
      <div style={{ inlineSize: cells[0]?.start ?? 0 }} />
      {cells.map(({ index: at, size }) => {
        const column = columns[at];
        return column === undefined ? null : cellAt(at, column, size);
      })}
    </div>
  );
});
