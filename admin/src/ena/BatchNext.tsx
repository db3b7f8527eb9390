import LinearProgress from '@mui/material/LinearProgress';
import { useText } from '../i18n/useText.ts';
import styles from './BatchNext.module.css';
import { answeredOf } from './itemCounts.ts';
import { useBatch } from './useBatch.ts';

/** Sending goes on in the background: the bar says how far it is, the words that nobody has to stay. */
const Progress = () => {
  const text = useText();
  const { counts, itemCount } = useBatch();
  const answered = answeredOf(counts);
  const words = text('ena.next.sending', { answered, count: itemCount });
  return (
    <div className={styles.progress}>
      <LinearProgress
        variant={answered === 0 ? 'indeterminate' : 'determinate'}
        value={(100 * answered) / Math.max(itemCount, 1)}
        aria-label={words}
      />
      <span role="status">{words}</span>
    </div>
  );
};

/** What comes next, in a sentence. */
export const BatchNext = () => {
  const text = useText();
  const { status, counts, itemCount, environment } = useBatch();
  if (status === 'sending') return <Progress />;
  return (
    <>
      {text(`ena.next.${status}`, {
        count: status === 'attention' ? counts.attention : itemCount,
        accepted: counts.accepted,
        failed: counts.failed,
        to: text(`ena.to.${environment}`),
        by: text(`ena.by.${environment}`),
      })}
    </>
  );
};
