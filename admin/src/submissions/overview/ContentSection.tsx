import { Link } from 'react-router-dom';
import { Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import { recordTypes } from '../recordsInWords.ts';
import { useSubmission } from '../useSubmission.ts';
import styles from './ContentSection.module.css';

/** How many records of each type there are; each count leads to what it counts. */
export const ContentSection = () => {
  const text = useText();
  const { id, recordCounts } = useSubmission();
  const shown = recordTypes.filter((type) => recordCounts[type] > 0);
  if (shown.length === 0) return null;
  return (
    <Section title={text('submission.records.title')}>
      <ul className={styles.counts}>
        {shown.map((type) => (
          <li key={type}>
            <Link to={`/submissions/${id}/records${type === 'sample' ? '' : `?type=${type}`}`}>
              {text(`submission.records.of.${type}`, { count: recordCounts[type] })}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
};
