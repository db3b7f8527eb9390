import type { VerificationView } from '@contract/audit/verification/verification.contract.ts';
import { useId } from 'react';
import { useLocale } from 'react-admin';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';
import { senseOfVerification } from './verificationWords.ts';
import styles from './VerificationPage.module.css';

/** A run that waits, or its progress. The user may leave the page meanwhile. */
export const RunningVerification = ({ run }: { run: VerificationView }) => {
  const text = useText();
  const locale = useLocale();
  const id = useId();
  const { state, progress, events, allEvents } = run;
  const done = events.toLocaleString(locale);
  return (
    <div className={styles.running}>
      <p className={styles.outcome}>
        <StatusPill sense={senseOfVerification[state]}>{text(`logVerification.state.${state}`)}</StatusPill>
        <span id={id}>
          {allEvents === null
            ? text('logVerification.waiting')
            : text('logVerification.progress', {
                done,
                all: text('logVerification.events', { count: allEvents }),
              })}
        </span>
      </p>
      <progress aria-labelledby={id} {...(progress !== null && { value: progress })} />
    </div>
  );
};
