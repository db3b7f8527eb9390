import type { FindingView } from '@contract/submissions/findings.contract.ts';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useText } from '../../i18n/useText.ts';
import type { EditEnd } from './CellEditor.tsx';
import { cellId } from './SheetCell.tsx';
import { SheetHead } from './SheetHead.tsx';
import { SheetRow } from './SheetRow.tsx';
import type { SheetColumn } from './sheetColumns.ts';
import styles from './sheet.module.css';
import type { CellEdits } from './useCellEdits.ts';
import { useGridActions, type GridPlace } from './useGridActions.ts';
import type { SheetRows } from './useSheetRows.ts';
import { useSheetWindow } from './useSheetWindow.ts';

type Props = {
  rows: SheetRows;
  alias: SheetColumn;
  columns: readonly SheetColumn[];
  findings: ReadonlyMap<string, FindingView[]>;
  edits: CellEdits;
  isEditable: boolean;
  place: GridPlace;
  onPlace: (place: GridPlace) => void;
  /** Told which rows are in sight. */
  onSight: (first: number, last: number) => void;
  label: string;
};

/**
 * The records as a sheet: thousands of rows and dozens of columns, of which only those in sight are drawn. Row number and alias
 * stay in sight. The grid itself has the focus; the cell it is on is named by `aria-activedescendant`.
 */
export const SheetGrid = (props: Props) => {
  const { rows, alias, columns, findings, edits, isEditable, place, onSight, label } = props;
  const text = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const sight = useSheetWindow(scroller, rows, columns);
  const { onKeyDown, onEditEnd, onPoint } = useGridActions({ ...props, scroller, show: sight.show });

  const tellSight = useEffectEvent(onSight);
  useEffect(() => tellSight(sight.first, sight.last), [sight.first, sight.last]);
  const show = useEffectEvent(sight.show);
  useEffect(() => show({ row: place.row, column: place.column }), [place.row, place.column]);

  // Rows and cells are drawn anew only when they change: they get the same functions for good.
  const actions = useRef({ onPoint, onEditEnd });
  useEffect(() => {
    actions.current = { onPoint, onEditEnd };
  });
  const [pointAt] = useState(() => (row: number, column: number) => actions.current.onPoint(row, column));
  const [endEdit] = useState(() => (value: string, end: EditEnd) => actions.current.onEditEnd(value, end));

  const widths = {
    '--number': `${sight.fixed.number}px`,
    '--alias': `${sight.fixed.alias}px`,
  } as React.CSSProperties;
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      style={widths}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-readonly={!isEditable}
      aria-rowcount={rows.total + 1}
      aria-colcount={columns.length + 2}
      aria-activedescendant={rows.row(place.row) ? cellId(place.row, place.column) : undefined}
      onKeyDown={onKeyDown}
    >
      <div className={styles.sheet} style={{ blockSize: sight.height, inlineSize: sight.width }}>
        <SheetHead
          alias={alias}
          columns={columns}
          cells={sight.cells}
          rowLabel={text('submission.records.row')}
        />
        {sight.rows.map(({ index, start }) => (
          <SheetRow
            key={index}
            index={index}
            start={start}
            record={rows.row(index)}
            alias={alias}
            columns={columns}
            cells={sight.cells}
            findings={findings.get(rows.row(index)?.id ?? '')}
            edits={edits.edits}
            place={place.row === index ? place : null}
            onPoint={pointAt}
            onEditEnd={endEdit}
          />
        ))}
      </div>
    </div>
  );
};
