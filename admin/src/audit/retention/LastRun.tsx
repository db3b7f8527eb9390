import type { RetentionRunView } from '@contract/audit/retention/retention.contract.ts';
import { useLocale } from 'react-admin';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';
import { monthWords } from './monthWords.ts';
import styles from './retention.module.css';
import { senseOfRun } from './standing.ts';

/** How a run ended, and what is to be done where it did not come to its end. */
export const LastRun = ({ run }: { run: RetentionRunView }) => {
  const text = useText();
  const locale = useLocale();
  const { state, months, says, finishedAt, requestedAt } = run;
  const dropped = months.map((month) => monthWords(month, locale)).join(', ');
  const detail = (state === 'failed' || state === 'postponed') && text(`retention.run.${state}Detail`);
  return (
    <div className={styles.run}>
      <p className={styles.line}>
        <StatusPill sense={senseOfRun[state]} quiet>
          {text(`retention.run.${state}`)}
        </StatusPill>
        <RelativeTime value={finishedAt ?? requestedAt} />
      </p>
      {dropped !== '' && <p>{text('retention.run.dropped', { months: dropped })}</p>}
      {state === 'done' && dropped === '' && <p className="faint">{text('retention.run.nothing')}</p>}
      {says !== null && <p dir="auto">{says}</p>}
      {detail && <p className="faint">{detail}</p>}
    </div>
  );
};
