import type { FindingView } from '@contract/submissions/findings.contract.ts';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { Link } from 'react-router-dom';
import { Diff } from '../../components/Diff.tsx';
import { useText } from '../../i18n/useText.ts';
import { useIsEditable, useSubmission } from '../useSubmission.ts';
import styles from './FindingRow.module.css';
import { useApplySuggestion } from './useApplySuggestion.ts';

/** Fields of the study itself, as validation names them; they are changed on the overview. */
const studyFields = new Set(['title', 'description', 'hold date', 'holdDate', 'checklist']);

/** Where it is: a link to its cell, to the head of its column, or to the study. */
const Place = ({ finding: { recordId, alias, field, row, column, sheet } }: { finding: FindingView }) => {
  const text = useText();
  const { id } = useSubmission();
  if (recordId === null && column === null) {
    if (field === null || !studyFields.has(field))
      return <span className="faint">{text('submission.findings.whole')}</span>;
    return (
      <Link to={`/submissions/${id}`} className={styles.place}>
        {text('submission.findings.study')}
      </Link>
    );
  }
  const cell = new URLSearchParams({ ...(recordId && { at: recordId }), ...(field && { field }) });
  return (
    <Link to={`/submissions/${id}/records?${cell}`} className={styles.place}>
      {recordId === null && text('submission.findings.column', { column: column ?? '' })}
      {recordId !== null && row !== null && (
        <span className="mono">{`${sheet ? `${sheet}!` : ''}${column ?? ''}${row}`}</span>
      )}
      {recordId !== null && <bdi className="mono">{alias ?? text('submission.findings.noAlias')}</bdi>}
    </Link>
  );
};

type Props = { finding: FindingView; hidesMessage: boolean };

/** One place where a rule is broken: a link to its cell, the value, and a better one where there is one. */
export const FindingRow = ({ finding, hidesMessage }: Props) => {
  const text = useText();
  const notify = useNotify();
  const isEditable = useIsEditable();
  const apply = useApplySuggestion();
  const [isBusy, setBusy] = useState(false);
  const { value, suggestion, message, recordId, field } = finding;
  const canApply = isEditable && suggestion !== null && recordId !== null && field !== null;

  const use = async () => {
    setBusy(true);
    try {
      await apply([finding]);
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), { type: 'error' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <li className={styles.row}>
      <Place finding={finding} />
      <span className={styles.value} dir="auto">
        {suggestion === null ? (value ?? '') : <Diff before={value ?? ''} after={suggestion} />}
      </span>
      {canApply && (
        <Button size="small" loading={isBusy} onClick={() => void use()}>
          {text('submission.findings.use', { value: suggestion })}
        </Button>
      )}
      {!hidesMessage && <span className={styles.message}>{message}</span>}
    </li>
  );
};
