import type { Sense } from './meaning.ts';
import { useText } from '../i18n/useText.ts';
import { RelativeTime } from './RelativeTime.tsx';
import { SenseMark } from './SenseMark.tsx';
import styles from './Timeline.module.css';

export type TimelineStep = {
  id: string;
  at: string;
  /** What happened, in words: "approved and minted 25 accessions". */
  what: React.ReactNode;
  who: string;
  reason: string | null;
  sense: Sense;
};

/** What happened, newest first. */
export const Timeline = ({ steps }: { steps: readonly TimelineStep[] }) => {
  const text = useText();
  if (steps.length === 0) return <p className={styles.empty}>{text('parts.timeline.empty')}</p>;
  return (
    <ol className={styles.timeline}>
      {steps.map(({ id, at, what, who, reason, sense }) => (
        <li key={id} className={styles.step}>
          <span className={styles.mark}>
            <SenseMark sense={sense} />
          </span>
          <div>
            <p>
              <strong>
                <bdi>{who}</bdi>
              </strong>{' '}
              {what}{' '}
              <span className={styles.when}>
                <RelativeTime value={at} />
              </span>
            </p>
            {reason !== null && (
              <blockquote className={styles.reason} aria-label={text('parts.timeline.reason')}>
                {reason}
              </blockquote>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
};
