import type { RetentionRunView } from '@contract/audit/retention/retention.contract.ts';
import { useLocale } from 'react-admin';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText, type Text } from '../../i18n/useText.ts';
import { WhenExactly } from '../event/WhenExactly.tsx';
import { reasonWords } from '../reasonWords.ts';
import { monthWords } from './monthWords.ts';
import styles from './retention.module.css';
import { senseOfRun, type NextMonth } from './standing.ts';

const nothingLeft = (next: NextMonth | null, text: Text, locale: string): string => {
  if (next?.standing === 'young') return text('retention.run.nothing');
  if (next?.standing !== 'held') return text('retention.run.noneLeft');
  return text('retention.run.heldNext', { month: monthWords(next.month, locale) });
};

type Props = { run: RetentionRunView; next: NextMonth | null };

/** How a run ended, why nothing left, and what to do if it failed. */
export const LastRun = ({ run, next }: Props) => {
  const text = useText();
  const locale = useLocale();
  const { state, months, says, reasons, finishedAt, requestedAt } = run;
  const dropped = months.map((month) => monthWords(month, locale)).join(', ');
  const detail = (state === 'failed' || state === 'postponed') && text(`retention.run.${state}Detail`);
  return (
    <div className={styles.run}>
      <p className={styles.line}>
        <StatusPill sense={senseOfRun[state]} quiet>
          {text(`retention.run.${state}`)}
        </StatusPill>
        <span>
          <WhenExactly value={finishedAt ?? requestedAt} />
        </span>
      </p>
      {dropped !== '' && <p>{text('retention.run.dropped', { months: dropped })}</p>}
      {state === 'done' && dropped === '' && <p className="faint">{nothingLeft(next, text, locale)}</p>}
      {says !== null && <p dir="auto">{reasonWords(says, reasons.says, text, locale)}</p>}
      {detail && <p className="faint">{detail}</p>}
    </div>
  );
};
