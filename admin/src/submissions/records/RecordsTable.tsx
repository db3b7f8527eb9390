import type { RecordView } from '@contract/submissions/record.contract.ts';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { useIsEditable, useSubmission } from '../useSubmission.ts';
import { CellInspector } from './CellInspector.tsx';
import { RecordsToolbar } from './RecordsToolbar.tsx';
import { analysisAliasColumn, analysisColumns } from './analysisColumns.ts';
import { experimentColumns, readsAliasColumn, runColumns } from './readsColumns.ts';
import {
  aliasColumn,
  isColumnOf,
  isFixed,
  issuedColumns,
  sheetColumns,
  type SheetColumn,
} from './sheetColumns.ts';
import { SheetGrid } from './SheetGrid.tsx';
import { StaleCellDialog } from './StaleCellDialog.tsx';
import type { GridPlace } from './useGridActions.ts';
import { useCellEdits } from './useCellEdits.ts';
import { findingsInCell, useCellFindings } from './useCellFindings.ts';
import { useFileColumn } from './useFileColumn.ts';
import { useSheetRows, type SheetRows, type SheetType } from './useSheetRows.ts';

const start: GridPlace = { row: 0, column: -1, editing: null };

/**
 * Leads to the cell that the address names (`?at=<record>&field=<column>`), reading pages until its row is here; to the head of
 * a column when it names no record.
 */
const useLinkedCell = (
  rows: SheetRows,
  columns: readonly SheetColumn[],
  onPlace: (place: GridPlace) => void,
) => {
  const [query] = useSearchParams();
  const at = query.get('at');
  const field = query.get('field');
  const [done, setDone] = useState<string | null>(null);
  const asked = at === null && field === null ? null : `${at} ${field}`;
  if (asked === null || asked === done || rows.isPending) return;
  const row = at === null ? 0 : rows.indexOf(at);
  if (row >= 0) {
    setDone(asked);
    onPlace({
      row,
      column: field === null ? -1 : columns.findIndex((column) => isColumnOf(column, field)),
      editing: null,
    });
  } else if (rows.hasMore) rows.reach(rows.loaded.length + 1);
};

/** Keeps the focus on its record when rows before it come or go. */
const useSteadyPlace = (rows: SheetRows) => {
  const [place, setPlace] = useState(start);
  const [held, setHeld] = useState<string | null>(null);
  const here = rows.row(place.row)?.id ?? null;
  const settle = (next: GridPlace) => {
    setPlace(next);
    setHeld(rows.row(next.row)?.id ?? null);
  };
  if (held === null && here !== null) setHeld(here);
  if (held !== null && here !== null && held !== here) {
    const row = rows.indexOf(held);
    if (row >= 0) setPlace({ ...place, row });
    else setHeld(here);
  }
  if (rows.total > 0 && place.row >= rows.total) setPlace({ ...place, row: rows.total - 1, editing: null });
  return [place, settle] as const;
};

const namesOf = (columns: readonly SheetColumn[]) => columns.map(({ field }) => field).join('\t');

/** The columns of the sheet and of the records that are here; the same object until one is added, or another state of a file is told. */
const useSteadyColumns = (type: SheetType, loaded: readonly RecordView[]) => {
  const { sheet, reads } = useSubmission();
  const told = useFileColumn(type === 'run' || type === 'analysis');
  const found = useMemo(() => {
    const own =
      type === 'sample'
        ? sheetColumns(sheet, loaded)
        : type === 'experiment'
          ? experimentColumns(reads)
          : type === 'run'
            ? runColumns(reads, loaded)
            : analysisColumns(reads, loaded);
    return { told, columns: [...issuedColumns(loaded), ...(told === null ? [] : [told]), ...own] };
  }, [type, sheet, reads, loaded, told]);
  const [kept, setKept] = useState(found);
  const isOther = kept.told !== found.told || namesOf(kept.columns) !== namesOf(found.columns);
  if (isOther) setKept(found);
  return (isOther ? found : kept).columns;
};

/** All records of one type as a sheet: found, read, corrected in their cells. */
export const RecordsTable = ({ type }: { type: SheetType }) => {
  const text = useText();
  const [query] = useSearchParams();
  const { sheet, reads } = useSubmission();
  const isEditable = useIsEditable();
  const q = query.get('q');
  const findingsFilter = query.get('findings');
  const filter = { ...(q ? { q } : {}), ...(findingsFilter ? { findings: findingsFilter } : {}) };
  const rows = useSheetRows(type, filter);
  const [place, setPlace] = useSteadyPlace(rows);
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const edits = useCellEdits();
  const alias = useMemo(
    () =>
      type === 'sample'
        ? aliasColumn(sheet)
        : type === 'analysis'
          ? analysisAliasColumn(reads)
          : readsAliasColumn(reads, type),
    [type, sheet, reads],
  );
  const columns = useSteadyColumns(type, rows.loaded);
  const findings = useCellFindings(rows.row, sight.first, sight.last);
  useLinkedCell(rows, columns, setPlace);

  const record = rows.row(place.row);
  const column = place.column < 0 ? alias : columns[place.column];
  const edit = record && column ? edits.editOf(record.id, column) : undefined;
  const stale = [...edits.edits.values()].find(({ state }) => state === 'stale');

  return (
    <>
      <RecordsToolbar type={type} total={rows.total} isPending={rows.isPending} />
      {rows.error !== null && <ErrorState error={rows.error} isInline onRetry={rows.refetch} />}
      {rows.isPending && rows.error === null && <RowsSkeleton rows={12} />}
      {!rows.isPending && rows.total === 0 && (
        <EmptyState title={text('parts.list.noMatch')}>{text('parts.list.noMatchDetail')}</EmptyState>
      )}
      {rows.total > 0 && (
        <SheetGrid
          rows={rows}
          alias={alias}
          columns={columns}
          findings={findings}
          edits={edits}
          isEditable={isEditable}
          place={place}
          onPlace={setPlace}
          onSight={(first, last) => {
            setSight({ first, last });
            rows.see(first, last);
          }}
          label={text(`submission.records.of.${type}`, { count: rows.total })}
        />
      )}
      {record && column && (
        <CellInspector
          record={record}
          column={column}
          findings={findingsInCell(findings.get(record.id), column)}
          edit={edit}
          onUse={isEditable && !isFixed(column) ? (value) => edits.save(record, column, value) : undefined}
          onRepeat={edits.repeat}
          onDrop={edits.drop}
        />
      )}
      {stale && (
        <StaleCellDialog
          edit={stale}
          onKeepTheirs={() => edits.drop(stale)}
          onKeepMine={() => edits.repeat(stale)}
        />
      )}
    </>
  );
};
