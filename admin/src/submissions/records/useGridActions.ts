import type { RecordView } from '@contract/submissions/record.contract.ts';
import type { RefObject } from 'react';
import type { EditEnd } from './CellEditor.tsx';
import { moved, type CellPlace } from './gridKeys.ts';
import { isFixed, type SheetColumn } from './sheetColumns.ts';
import type { CellEdits } from './useCellEdits.ts';
import type { SheetRows } from './useSheetRows.ts';
import { rowHeight } from './useSheetWindow.ts';

/**
 * The cell the focus is on, and, while it is being edited, what has been typed to begin with and the record as it was then:
 * what others write meanwhile is a conflict, even if it has arrived here before the edit ends.
 */
export type GridPlace = CellPlace & { editing: { typed: string | null; base: RecordView } | null };

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
const typedBy = (key: string): string | null | undefined => {
  if (key === 'Enter' || key === 'F2') return null;
  if (key === 'Delete') return '';
  return key.length === 1 ? key : undefined;
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
  const editAt = ({ row, column }: CellPlace, typed: string | null): GridPlace['editing'] => {
    const base = rows.row(row);
    const named = columns[column];
    const canEdit = isEditable && (named === undefined || !isFixed(named));
    return canEdit && base !== undefined ? { typed, base } : null;
  };
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
    const typed = ctrl ? undefined : typedBy(event.key);
    const editing = typed === undefined ? null : editAt(place, typed);
    if (next === undefined && editing === null) return;
    event.preventDefault();
    if (next !== undefined) goTo(next);
    else onPlace({ ...place, editing });
  };

  const onEditEnd = (value: string, end: EditEnd) => {
    const record = place.editing?.base;
    const column = place.column < 0 ? alias : columns[place.column];
    if (end !== 'cancel' && record && column) edits.save(record, column, value.trim());
    const key = keyAfter[end];
    const next = key === undefined ? undefined : after(key);
    if (next === undefined) onPlace({ ...place, editing: null });
    else goTo(next, end === 'down' ? null : editAt(next, null));
    if (end === 'cancel' || end === 'down') scroller.current?.focus({ preventScroll: true });
  };

  const onPoint = (row: number, column: number) => {
    const editing = editAt({ row, column }, null);
    onPlace({ row, column, editing });
    if (editing === null) scroller.current?.focus({ preventScroll: true });
  };
  return { onKeyDown, onEditEnd, onPoint };
};
