import LinearProgress from '@mui/material/LinearProgress';
import { Link } from 'react-router-dom';
import { useText } from '../i18n/useText.ts';
import styles from './BatchNext.module.css';
import { answeredOf } from './itemCounts.ts';
import { useBatch, useLooker } from './useBatch.ts';

type ProgressProps = { done: number; of: number; words: string };

/** Work goes on in the background: the bar says how far it is, the words that nobody has to stay. */
const Progress = ({ done, of, words }: ProgressProps) => (
  <div className={styles.progress}>
    <LinearProgress
      variant={done === 0 ? 'indeterminate' : 'determinate'}
      value={(100 * done) / Math.max(of, 1)}
      aria-label={words}
    />
    {/* Counted up every moment: not for announcing. */}
    <span aria-live="off">{words}</span>
  </div>
);

const Checking = () => {
  const text = useText();
  const { checks, submissionCount } = useBatch();
  const done = checks.passed + checks.failed;
  return (
    <Progress
      done={done}
      of={submissionCount}
      words={text('ena.next.checking', { done, count: submissionCount })}
    />
  );
};

const Sending = () => {
  const text = useText();
  const { counts, itemCount } = useBatch();
  const answered = answeredOf(counts);
  return (
    <Progress
      done={answered}
      of={itemCount}
      words={text('ena.next.sending', { answered, count: itemCount })}
    />
  );
};

/** How the check came out, and who comes next. */
const Checked = () => {
  const text = useText();
  const { id, checks, submissionCount, createdBy, environment } = useBatch();
  const looker = useLooker();
  const to = text(`ena.to.${environment}`);
  const isOwn = createdBy !== null && createdBy.id === looker.id;
  const next = !looker.isFourEyes ? 'send' : isOwn ? 'approveOther' : 'approve';
  if (checks.failed === 0)
    return (
      <>
        {text('ena.next.passed', { count: checks.passed })} {text(`ena.next.whatNow.${next}`, { to })}
      </>
    );
  return (
    <>
      {text('ena.next.failed', { failed: checks.failed, count: submissionCount, to })}{' '}
      <Link to={`/batches/${id}/problems`}>{text('ena.next.toProblems')}</Link>
    </>
  );
};

/** What comes next, in a sentence. */
export const BatchNext = () => {
  const text = useText();
  const { isFourEyes } = useLooker();
  const { status, counts, itemCount, environment, pausedAt, approvedBy, isUnderWay } = useBatch();
  if (pausedAt !== null) return <>{text('ena.next.paused', { count: counts.waiting })}</>;
  if (status === 'sending') return isUnderWay ? <Sending /> : <>{text('ena.next.sendingHalted')}</>;
  if (status === 'checking') return isUnderWay ? <Checking /> : <>{text('ena.next.checkingHalted')}</>;
  if (status === 'checked') return <Checked />;
  const to = text(`ena.to.${environment}`);
  if (status === 'assembling' && isFourEyes) return <>{text('ena.next.assemblingTwo', { to })}</>;
  return (
    <>
      {text(`ena.next.${status}`, {
        count: status === 'attention' ? counts.attention : itemCount,
        accepted: counts.accepted,
        failed: counts.failed,
        person: approvedBy?.name ?? '',
        to,
        by: text(`ena.by.${environment}`),
      })}
    </>
  );
};
