import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { FindingView } from '@contract/submissions/findings.contract.ts';
import { useText } from '../../i18n/useText.ts';
import { columnWidth } from './columnWidth.ts';
import { moved, type CellPlace } from './gridKeys.ts';
import { SheetHead } from './SheetHead.tsx';
import { cellId } from './SheetCell.tsx';
import { SheetRow } from './SheetRow.tsx';
import { readCell, type SheetColumn } from './sheetColumns.ts';
import styles from './sheet.module.css';
import type { EditEnd } from './CellEditor.tsx';
import type { CellEdits } from './useCellEdits.ts';
import type { SheetRows } from './useSheetRows.ts';

const rowHeight = 36;

export type GridPlace = CellPlace & { editing: { typed: string | null } | null };

type Props = {
  rows: SheetRows;
  alias: SheetColumn;
  columns: readonly SheetColumn[];
  findings: ReadonlyMap<string, FindingView[]>;
  edits: CellEdits;
  isEditable: boolean;
  place: GridPlace;
  onPlace: (place: GridPlace) => void;
  onSight: (first: number, last: number) => void;
  label: string;
};

const afterEdit: Record<EditEnd, string | null> = {
  down: 'ArrowDown',
  right: 'ArrowRight',
  left: 'ArrowLeft',
  stay: null,
  cancel: null,
};

/**
 * The records as a sheet: thousands of rows and dozens of columns, of which only those in sight are drawn. The alias stays in
 * sight. The grid has the focus; its keys are a spreadsheet's.
 */
export const SheetGrid = (props: Props) => {
  const { rows, alias, columns, findings, edits, isEditable, place, onPlace, onSight, label } = props;
  const text = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const [isRtl] = useState(() => document.documentElement.dir === 'rtl');
  const sample = rows.loaded.slice(0, 60);
  const first = sample[0]?.id;
  // Widths are measured once on the first rows: columns that change their width while one reads are worse than cut values.
  const widths = useMemo(
    () =>
      columns.map((column) =>
        columnWidth(
          column.field,
          sample.map((record) => readCell(record, column)),
        ),
      ),
    // oxlint-disable-next-line react/exhaustive-deps
    [columns, first],
  );
  const vertical = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    paddingStart: rowHeight,
  });
  const horizontal = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => widths[at] ?? 120,
    overscan: 3,
    isRtl,
  });
  useEffect(() => horizontal.measure(), [horizontal, widths]);

  const shown = vertical.getVirtualItems();
  const [from, to] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0];
  const tellSight = useEffectEvent(onSight);
  useEffect(() => tellSight(from, to), [from, to]);

  const goTo = (next: CellPlace, editing: GridPlace['editing'] = null) => {
    vertical.scrollToIndex(next.row, { align: 'auto' });
    if (next.column >= 0) horizontal.scrollToIndex(next.column, { align: 'auto' });
    onPlace({ ...next, editing });
  };
  const tellPlace = useEffectEvent(() => goTo(place, place.editing));
  useEffect(() => tellPlace(), [place.row, place.column]);

  const canEditAt = ({ row, column }: CellPlace) =>
    isEditable && rows.row(row) !== undefined && columns[column]?.issued === undefined;
  const extent = {
    rows: rows.total,
    columns: columns.length,
    perPage: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2),
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.target !== scroller.current) return;
    const next = moved(place, { key: event.key, ctrl: event.ctrlKey || event.metaKey }, extent);
    if (next !== undefined) {
      event.preventDefault();
      return goTo(next);
    }
    if (!canEditAt(place) || event.ctrlKey || event.metaKey || event.altKey) return;
    const isLetter = event.key.length === 1;
    if (event.key !== 'Enter' && event.key !== 'F2' && event.key !== 'Delete' && !isLetter) return;
    event.preventDefault();
    onPlace({ ...place, editing: { typed: isLetter ? event.key : event.key === 'Delete' ? '' : null } });
  };

  const onEditEnd = (value: string, end: EditEnd) => {
    const record = rows.row(place.row);
    const column = place.column < 0 ? alias : columns[place.column];
    if (end !== 'cancel' && record !== undefined && column !== undefined)
      edits.save(record, column, value.trim());
    const key = afterEdit[end];
    const next = key === null ? undefined : moved(place, { key, ctrl: false }, extent);
    const goesOn = (end === 'right' || end === 'left') && next !== undefined && canEditAt(next);
    goTo(next ?? place, goesOn ? { typed: null } : null);
    if (end !== 'stay' && !goesOn) scroller.current?.focus();
  };

  const onPoint = (row: number, column: number) => {
    const isOpening = canEditAt({ row, column });
    onPlace({ row, column, editing: isOpening ? { typed: null } : null });
    if (!isOpening) scroller.current?.focus({ preventScroll: true });
  };
  const latestPoint = useRef(onPoint);
  useEffect(() => {
    latestPoint.current = onPoint;
  });
  const [stablePoint] = useState(() => (row: number, column: number) => latestPoint.current(row, column));

  const cells = horizontal.getVirtualItems();
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-readonly={!isEditable}
      aria-rowcount={rows.total + 1}
      aria-colcount={columns.length + 2}
      aria-activedescendant={rows.row(place.row) ? cellId(place.row, place.column) : undefined}
      onKeyDown={onKeyDown}
    >
      <div
        className={styles.sheet}
        style={{
          blockSize: vertical.getTotalSize(),
          inlineSize: `calc(var(--fixed) + ${horizontal.getTotalSize()}px)`,
        }}
      >
        <SheetHead alias={alias} columns={columns} cells={cells} rowLabel={text('submission.records.row')} />
        {shown.map(({ index, start }) => (
          <SheetRow
            key={index}
            index={index}
            start={start}
            record={rows.row(index)}
            alias={alias}
            columns={columns}
            cells={cells}
            findings={findings.get(rows.row(index)?.id ?? '')}
            edits={edits}
            place={place.row === index ? place : null}
            onPoint={stablePoint}
            onEditEnd={onEditEnd}
          />
        ))}
      </div>
    </div>
  );
};
