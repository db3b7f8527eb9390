import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import { countAll, useRecordsInWords } from '../recordsInWords.ts';
import type { ReadTable, SheetOutcome } from './sheetOutcome.ts';
import styles from './SheetUpload.module.css';

const Table = ({ table: { kind, sheet, rows } }: { table: ReadTable }) => {
  const text = useText();
  const words = { kind: text(`sheets.kind.${kind}`), count: rows };
  return (
    <li>{sheet === null ? text('sheets.table', words) : text('sheets.tableOf', { ...words, sheet })}</li>
  );
};

type Props = { submission: SubmissionView; name: string; outcome: SheetOutcome };

/** What was recognised in a file, what its records take the place of, what else it has changed, and what was found. */
export const SheetDone = ({ submission, name, outcome }: Props) => {
  const text = useText();
  const words = useRecordsInWords();
  const { errorCount, warningCount } = submission;
  const { tables, read, replaced, hasNewStudy, checklist } = outcome;
  const further = [
    hasNewStudy ? text('sheets.study') : null,
    checklist === null ? null : text('sheets.checklist', { checklist }),
    read.run > 0 ? text('sheets.next') : null,
  ].filter((sentence) => sentence !== null);
  return (
    <div role="status" className={styles.done} data-sense={errorCount > 0 ? 'doubtful' : 'good'}>
      <SenseMark sense={errorCount > 0 ? 'doubtful' : 'good'} size={14} />
      <div>
        <p>
          {text('sheets.done', { name, content: words.all(read) })}{' '}
          {countAll(replaced) > 0 && text('sheets.replaced', { content: words.all(replaced) })}{' '}
          {errorCount + warningCount === 0
            ? text('sheets.clean')
            : text('sheets.found', {
                errors: text('words.severities.error', { count: errorCount }),
                warnings: text('words.severities.warning', { count: warningCount }),
              })}
        </p>
        {tables.length > 1 && (
          <ul>
            {tables.map((table) => (
              <Table key={table.kind} table={table} />
            ))}
          </ul>
        )}
        {further.length > 0 && <p className="faint">{further.join(' ')}</p>}
      </div>
    </div>
  );
};
