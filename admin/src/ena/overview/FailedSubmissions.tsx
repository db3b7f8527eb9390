import type { BatchSubmissionView } from '@contract/ena/batches/batches.contract.ts';
import { Link } from 'react-router-dom';
import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import { useBatch } from '../useBatch.ts';
import styles from './FailedSubmissions.module.css';

/** Above the table: the submissions that the check would not let through, each with why. */
export const FailedSubmissions = ({ submissions }: { submissions: readonly BatchSubmissionView[] }) => {
  const text = useText();
  const { id: batchId } = useBatch();
  const failed = submissions.filter(({ checkStatus }) => checkStatus === 'failed');
  if (failed.length === 0) return null;
  return (
    <section className={styles.failed} aria-labelledby="failed-check">
      <h2 id="failed-check">
        <SenseMark sense="bad" />
        {text('ena.check.heading', { count: failed.length })}
      </h2>
      <ul>
        {failed.map(({ id, reference, checkMessage }) => (
          <li key={id}>
            <Link to={`/submissions/${id}`} className="mono">
              <bdi>{reference}</bdi>
            </Link>
            <span>
              <bdi>{checkMessage}</bdi>
            </span>
            <Link to={`/batches/${batchId}/records?view=check-failed&submissionId=${id}`}>
              {text('ena.check.records')}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
};
