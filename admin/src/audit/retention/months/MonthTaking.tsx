import type { AuditArchivedMonthView } from '@contract/audit/retention/retention.contract.ts';
import Button from '@mui/material/Button';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { saveFile } from '../../../components/saveFile.ts';
import { useCopy } from '../../../components/useCopy.ts';
import { useText } from '../../../i18n/useText.ts';
import { monthWords } from '../monthWords.ts';
import { MonthFile } from './MonthFile.tsx';
import styles from './months.module.css';

/** For an archived month: its file, its signed statement, to be kept elsewhere, and a link to its event. */
export const MonthTaking = ({ month: { month, note, eventId } }: { month: AuditArchivedMonthView }) => {
  const text = useText();
  const locale = useLocale();
  const { isCopied, copy } = useCopy(note);
  const name = monthWords(month, locale);
  const save = () => saveFile(new Blob([note], { type: 'text/plain' }), `seqdb-log-${month}.note`);
  return (
    <span className={styles.take}>
      <MonthFile month={month} />
      <Button size="small" aria-label={text('retention.month.saveOf', { month: name })} onClick={save}>
        {text('retention.month.save')}
      </Button>
      <Button
        size="small"
        aria-label={text('retention.month.copyOf', { month: name })}
        onClick={() => void copy()}
      >
        {text(isCopied ? 'parts.copy.done' : 'retention.month.copy')}
      </Button>
      <Link to={`/change-log/${eventId}`}>{text('retention.month.event')}</Link>
      <span role="status" className="visually-hidden">
        {isCopied ? text('parts.copy.done') : ''}
      </span>
    </span>
  );
};
