import type { RefObject } from 'react';
import type { EditEnd } from './CellEditor.tsx';
import { moved, type CellPlace } from './gridKeys.ts';
import type { SheetColumn } from './sheetColumns.ts';
import type { CellEdits } from './useCellEdits.ts';
import type { SheetRows } from './useSheetRows.ts';
import { rowHeight } from './useSheetWindow.ts';

/** The cell the focus is on, and, while it is being edited, what has been typed to begin with. */
export type GridPlace = CellPlace & { editing: { typed: string | null } | null };

type Grid = {
  scroller: RefObject<HTMLElement | null>;
  rows: SheetRows;
  alias: SheetColumn;
  columns: readonly SheetColumn[];
  edits: CellEdits;
  isEditable: boolean;
  place: GridPlace;
  onPlace: (place: GridPlace) => void;
  show: (place: CellPlace) => void;
};

const keyAfter: Partial<Record<EditEnd, string>> = {
  down: 'ArrowDown',
  right: 'ArrowRight',
  left: 'ArrowLeft',
};

/** What a key pressed on a cell begins to edit with: a letter takes the place of the value, Delete of all of it. */
const editFrom = (key: string): GridPlace['editing'] => {
  if (key === 'Enter' || key === 'F2') return { typed: null };
  if (key === 'Delete') return { typed: '' };
  return key.length === 1 ? { typed: key } : null;
};

/** Keys, clicks and finished edits of the grid, as a spreadsheet has them. */
export const useGridActions = ({
  scroller,
  rows,
  alias,
  columns,
  edits,
  isEditable,
  place,
  onPlace,
  show,
}: Grid) => {
  const canEditAt = ({ row, column }: CellPlace) =>
    isEditable && rows.row(row) !== undefined && columns[column]?.issued === undefined;
  const perPage = () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
  const after = (key: string, ctrl = false) =>
    moved(place, { key, ctrl }, { rows: rows.total, columns: columns.length, perPage: perPage() });
  const goTo = (next: CellPlace, editing: GridPlace['editing'] = null) => {
    show(next);
    onPlace({ ...next, editing });
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.target !== scroller.current || event.altKey) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const next = after(event.key, ctrl);
    const editing = canEditAt(place) && !ctrl ? editFrom(event.key) : null;
    if (next === undefined && editing === null) return;
    event.preventDefault();
    if (next !== undefined) goTo(next);
    else onPlace({ ...place, editing });
  };

  const onEditEnd = (value: string, end: EditEnd) => {
    const record = rows.row(place.row);
    const column = place.column < 0 ? alias : columns[place.column];
    if (end !== 'cancel' && record && column) edits.save(record, column, value.trim());
    const key = keyAfter[end];
    const next = key === undefined ? undefined : after(key);
    if (next === undefined) onPlace({ ...place, editing: null });
    else goTo(next, end !== 'down' && canEditAt(next) ? { typed: null } : null);
    if (end === 'cancel' || end === 'down') scroller.current?.focus({ preventScroll: true });
  };

  const onPoint = (row: number, column: number) => {
    const isOpening = canEditAt({ row, column });
    onPlace({ row, column, editing: isOpening ? { typed: null } : null });
    if (!isOpening) scroller.current?.focus({ preventScroll: true });
  };
  return { onKeyDown, onEditEnd, onPoint };
};
