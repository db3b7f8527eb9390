import { useLocale } from 'react-admin';
import { absoluteTime, relativeTime } from '../components/relativeTime.ts';
import { useNow } from '../components/useNow.ts';
import styles from './ChangeLog.module.css';
import { logTime } from './logTime.ts';

/**
 * When something was done, to the second, which matters more in a log than how long ago it was (shown on hover). On
 * paper, to the millisecond in UTC, as the log has it.
 */
export const LogTime = ({ value }: { value: string }) => {
  const locale = useLocale();
  const now = useNow();
  const then = new Date(value);
  return (
    <time dateTime={value} title={`${absoluteTime(then, locale)} (${relativeTime(then, now, locale)})`}>
      <span className="screen-only">{logTime(then, now, locale)}</span>
      <span className="print-only">
        <span className={styles.whole}>{value.slice(0, 10)}</span>
        <wbr />
        <span className={styles.whole}>{value.slice(10)}</span>
      </span>
    </time>
  );
};
