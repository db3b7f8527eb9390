import type { RecordChanged, RecordView } from '@contract/submissions/record.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { isStale } from '../../providers/problem.ts';
import { ownEdits } from '../OwnEdits.ts';
import { useSubmission, useTakeSubmission } from '../useSubmission.ts';
import { readCell, writeCell, type SheetColumn } from './sheetColumns.ts';

/** A value on its way to the server, or held back by a refusal. */
export type CellEdit = {
  record: RecordView;
  column: SheetColumn;
  value: string;
  state: 'saving' | 'failed' | 'stale';
  error?: unknown;
  /** The record as somebody else has made it meanwhile. */
  current?: RecordView;
};

export const cellKey = (recordId: string, { field }: SheetColumn) => `${recordId} ${field}`;

type Cached = { data: RecordView[] };
const replaced = (next: RecordView) => (old: Cached | undefined) =>
  old && { ...old, data: old.data.map((row) => (row.id === next.id ? { ...next } : row)) };

/**
 * Saves single cells, one after the other, each on the version its record has by then. A record that somebody else changed in
 * another cell is no conflict; one changed in the same cell is held until the person has seen both values.
 */
export const useCellEdits = () => {
  const { id: submissionId } = useSubmission();
  const provider = useDataProvider<ConsoleDataProvider>();
  const client = useQueryClient();
  const take = useTakeSubmission();
  const [edits, setEdits] = useState<ReadonlyMap<string, CellEdit>>(new Map());
  const latest = useRef(new Map<string, RecordView>());
  const queue = useRef<Promise<unknown>>(Promise.resolve());

  const mark = (edit: CellEdit, isOver = false) =>
    setEdits((before) => {
      const next = new Map(before);
      if (isOver) next.delete(cellKey(edit.record.id, edit.column));
      else next.set(cellKey(edit.record.id, edit.column), edit);
      return next;
    });

  const keep = (record: RecordView) => {
    latest.current.set(record.id, record);
    client.setQueriesData<Cached>({ queryKey: ['records', 'rows'] }, replaced(record));
  };

  /** @throws the refusal that is shown at the cell */
  const send = async (edit: CellEdit): Promise<void> => {
    const { record, column, value } = edit;
    const known = latest.current.get(record.id);
    const base = known && known.version > record.version ? known : record;
    try {
      const { data } = await provider.update('records', {
        id: record.id,
        data: writeCell(column, value),
        previousData: base,
        meta: { submissionId },
      });
      const { submissionVersion, ...saved } = data as RecordChanged;
      ownEdits.saved(submissionId, submissionVersion);
      keep(saved);
      mark(edit, true);
      void take(null);
    } catch (error) {
      const current = isStale(error) ? (error.facts['current'] as RecordView | undefined) : undefined;
      if (current !== undefined) {
        keep(current);
        if (readCell(current, column) === readCell(record, column)) return send({ ...edit, record: current });
      }
      mark(
        current === undefined ? { ...edit, state: 'failed', error } : { ...edit, state: 'stale', current },
      );
      throw error;
    }
  };

  const enqueue = (edit: CellEdit) => {
    mark(edit);
    // What became of the edit before it stands at that one's cell.
    queue.current = queue.current.then(
      () => send(edit),
      () => send(edit),
    );
    ownEdits.begun(submissionId, queue.current);
  };

  const save = (record: RecordView, column: SheetColumn, value: string) => {
    if (value === readCell(record, column)) return;
    enqueue({ record, column, value, state: 'saving' });
  };

  return {
    edits,
    editOf: (recordId: string, column: SheetColumn) => edits.get(cellKey(recordId, column)),
    save,
    /** Lets go of a value that was refused; the cell shows what the server has. */
    drop: (edit: CellEdit) => mark(edit, true),
    /** Sends it once more, over what is there now. */
    repeat: (edit: CellEdit) => {
      const record = edit.current ?? edit.record;
      enqueue({ record, column: edit.column, value: edit.value, state: 'saving' });
    },
  };
};

export type CellEdits = ReturnType<typeof useCellEdits>;
