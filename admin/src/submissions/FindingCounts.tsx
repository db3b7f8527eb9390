import { useLocale } from 'react-admin';
import { useText } from '../i18n/useText.ts';
import { SenseMark } from '../components/SenseMark.tsx';
import styles from './FindingCounts.module.css';

type Props = { errors: number; warnings: number };

/** Errors and warnings of a submission or record as shape and number; a tick where there is neither. */
export const FindingCounts = ({ errors, warnings }: Props) => {
  const text = useText();
  const locale = useLocale();
  if (errors === 0 && warnings === 0) {
    return (
      <span className={styles.none}>
        <SenseMark sense="good" title={text('submission.noFindings')} />
      </span>
    );
  }
  return (
    <span className={styles.counts}>
      {errors > 0 && (
        <span className={styles.errors} title={text('words.severities.error', { count: errors })}>
          <SenseMark sense="bad" title={text('words.severity.error')} />
          {errors.toLocaleString(locale)}
        </span>
      )}
      {warnings > 0 && (
        <span className={styles.warnings} title={text('words.severities.warning', { count: warnings })}>
          <SenseMark sense="doubtful" title={text('words.severity.warning')} />
          {warnings.toLocaleString(locale)}
        </span>
      )}
    </span>
  );
};
