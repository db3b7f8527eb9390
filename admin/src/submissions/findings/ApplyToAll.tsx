import type { FindingView } from '@contract/submissions/findings.contract.ts';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { useRef, useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useSubmission } from '../useSubmission.ts';
import styles from './ApplyToAll.module.css';
import type { FindingGroup } from './GroupLine.tsx';
import { useApplySuggestion } from './useApplySuggestion.ts';

/** More than this is quicker in the spreadsheet: each place is a change of its own, about a quarter of a second long. */
const most = 250;

/** Uses the one suggestion of a group in all its places; shows how far it is and can be stopped. */
export const ApplyToAll = ({ group }: { group: FindingGroup }) => {
  const text = useText();
  const notify = useNotify();
  const { id } = useSubmission();
  const provider = useDataProvider<ConsoleDataProvider>();
  const apply = useApplySuggestion();
  const [done, setDone] = useState<number | null>(null);
  const stopping = useRef<AbortController>(undefined);
  const { severity, rule, field, suggestion, count } = group;
  if (suggestion === null || field === null) return null;
  if (count > most)
    return <p className="faint">{text('submission.findings.tooMany', { count, value: suggestion })}</p>;

  const run = async () => {
    stopping.current = new AbortController();
    setDone(0);
    try {
      const { data } = await provider.getList<FindingView>('findings', {
        filter: { severity, rule, field },
        pagination: { page: 1, perPage: most },
        meta: { submissionId: id },
      });
      await apply(data, setDone, stopping.current.signal);
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), { type: 'error' });
    } finally {
      setDone(null);
    }
  };
  if (done === null) {
    return (
      <Button size="small" onClick={() => void run()}>
        {text('submission.findings.useAll', { value: suggestion, count })}
      </Button>
    );
  }
  const label = text('submission.findings.using', { done, count });
  return (
    <div className={styles.progress}>
      <p role="status">{label}</p>
      <LinearProgress variant="determinate" value={(done / count) * 100} aria-label={label} />
      <Button size="small" onClick={() => stopping.current?.abort()}>
        {text('sheets.stop')}
      </Button>
    </div>
  );
};
