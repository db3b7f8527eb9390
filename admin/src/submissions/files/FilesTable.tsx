import { LongTable } from '../../components/list/LongTable.tsx';
import { useText } from '../../i18n/useText.ts';
import { FileLine } from './FileLine.tsx';
import { hasNote } from './FileNote.tsx';
import type { FileRow } from './fileRows.ts';
import styles from './FilesTable.module.css';

const columns = ['name', 'state', 'run', 'size', 'md5', 'actions'] as const;

type Props = {
  rows: readonly FileRow[];
  /** Rows in all, also where not all are loaded. */
  total: number;
  isEditable: boolean;
  onRemove: (row: FileRow) => void;
  onNearEnd: () => void;
};

/** The files of a submission, what became of each, and what can be done with it. */
export const FilesTable = ({ rows, total, isEditable, onRemove, onNearEnd }: Props) => {
  const text = useText();
  return (
    <LongTable
      label={text('files.tab')}
      rows={rows}
      total={Math.max(total, rows.length)}
      onNearEnd={onNearEnd}
      className={styles.table}
      columns={columns.map((column) => ({
        key: column,
        className: styles[column === 'run' ? 'runs' : column],
        label:
          column === 'actions' ? (
            <span className="visually-hidden">{text('files.column.actions')}</span>
          ) : (
            text(`files.column.${column}`)
          ),
      }))}
      keyOf={({ id }) => id}
      hasNote={hasNote}
      render={(row) => <FileLine row={row} isEditable={isEditable} onRemove={onRemove} />}
    />
  );
};
