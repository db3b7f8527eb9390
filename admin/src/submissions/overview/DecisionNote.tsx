import { RelativeTime } from '../../components/RelativeTime.tsx';
import { senseOfSubmission } from '../../components/meaning.ts';
import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import { useSubmission } from '../useSubmission.ts';
import styles from './DecisionNote.module.css';

const withReason = ['changes_requested', 'approved', 'rejected', 'withdrawn'] as const;

/** The last decision with its reason: the first thing a depositor has to read. */
export const DecisionNote = () => {
  const text = useText();
  const { status, decision } = useSubmission();
  const decided = withReason.find((each) => each === status);
  if (decision === null || decided === undefined) return null;
  return (
    <figure className={styles.note} data-sense={senseOfSubmission[status]}>
      <figcaption>
        <SenseMark sense={senseOfSubmission[status]} size={14} />
        <strong>
          <bdi>{decision.by.name}</bdi>
        </strong>{' '}
        {text(`submission.decision.${decided}`)}{' '}
        <span className="faint">
          <RelativeTime value={decision.at} />
        </span>
      </figcaption>
      <blockquote>{decision.reason}</blockquote>
    </figure>
  );
};
