import type { FindingView } from '@contract/submissions/findings.contract.ts';
import type { RecordView } from '@contract/submissions/record.contract.ts';
import Button from '@mui/material/Button';
import { Link } from 'react-router-dom';
import { useReadsLog } from '../../audit/history/useReadsLog.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { senseOfSeverity } from '../../components/meaning.ts';
import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import { groupKey } from '../findings/GroupLine.tsx';
import { useSubmission } from '../useSubmission.ts';
import styles from './CellInspector.module.css';
import { readCell, type SheetColumn } from './sheetColumns.ts';
import type { CellEdit } from './useCellEdits.ts';

type Props = {
  record: RecordView;
  column: SheetColumn;
  findings: readonly FindingView[];
  edit: CellEdit | undefined;
  /** Absent where nothing may be changed. */
  onUse?: ((value: string) => void) | undefined;
  onRepeat: (edit: CellEdit) => void;
  onDrop: (edit: CellEdit) => void;
};

const FindingLine = ({ finding, onUse }: { finding: FindingView; onUse: Props['onUse'] }) => {
  const text = useText();
  const { id } = useSubmission();
  const key = groupKey({ ...finding, count: 0, example: '', suggestion: null });
  return (
    <li className={styles.finding} data-severity={finding.severity}>
      <SenseMark
        sense={senseOfSeverity[finding.severity]}
        title={text(`words.severity.${finding.severity}`)}
      />
      <span>{finding.message}</span>
      {finding.suggestion !== null && onUse && (
        <Button size="small" onClick={() => onUse(finding.suggestion ?? '')}>
          {text('submission.findings.use', { value: finding.suggestion })}
        </Button>
      )}
      <Link to={`/submissions/${id}/findings?open=${encodeURIComponent(key)}`}>
        {text('submission.findings.alike')}
      </Link>
    </li>
  );
};

/** Says everything about the cell the focus is on: where it is, its whole value, what was found, what can be done. */
export const CellInspector = ({ record, column, findings, edit, onUse, onRepeat, onDrop }: Props) => {
  const text = useText();
  const readsLog = useReadsLog();
  const value = edit?.value ?? readCell(record, column);
  const place = record.row === null || column.letter === null ? '' : `${column.letter}${record.row}`;
  return (
    <div className={styles.inspector} role="region" aria-label={text('submission.records.cell')}>
      <p className={styles.place}>
        {place !== '' && <span className="mono">{place}</span>}
        <bdi className="mono">{record.alias}</bdi>
        <strong>
          <bdi>{column.field}</bdi>
        </strong>
        {readsLog && (
          <Link to={`/change-log?view=all&record=${record.id}`}>{text('finding.history.ofRecord')}</Link>
        )}
        {edit?.state === 'saving' && <span role="status">{text('submission.records.saving')}</span>}
      </p>
      <p className={styles.whole} dir="auto">
        {value === '' ? <span className="faint">{text('submission.records.blank')}</span> : value}
        {column.unit !== null && value !== '' && <span className="faint"> {column.unit}</span>}
      </p>
      {findings.length > 0 && (
        <ul>
          {findings.map((finding) => (
            <FindingLine key={finding.id} finding={finding} onUse={onUse} />
          ))}
        </ul>
      )}
      {edit?.state === 'failed' && (
        <div className={styles.failed}>
          <ErrorState
            isInline
            error={edit.error}
            title={text('submission.records.notSaved')}
            onRetry={() => onRepeat(edit)}
          />
          <Button size="small" onClick={() => onDrop(edit)}>
            {text('submission.records.drop')}
          </Button>
        </div>
      )}
    </div>
  );
};
