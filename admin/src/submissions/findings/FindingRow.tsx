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

const Place = ({ finding: { recordId, alias, field, row, column } }: { finding: FindingView }) => {
  const text = useText();
  const { id } = useSubmission();
  if (recordId === null) return <span className="faint">{text('submission.findings.whole')}</span>;
  const to = `/submissions/${id}/records?${new URLSearchParams({ at: recordId, ...(field === null ? {} : { field }) })}`;
  return (
    <Link to={to} className={styles.place}>
      {row !== null && <span className="mono">{`${column ?? ''}${row}`}</span>}
      <bdi className="mono">{alias ?? text('submission.findings.noAlias')}</bdi>
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
