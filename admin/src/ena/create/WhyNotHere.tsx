import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useGetList } from 'react-admin';
import { Link } from 'react-router-dom';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import styles from './WhyNotHere.module.css';

/** Answers why a submission that one looks for is not in the list, with how many there are of each sort. */
export const WhyNotHere = () => {
  const text = useText();
  const provider = useDataProvider<ConsoleDataProvider>();
  const { data } = useQuery({
    queryKey: ['submissions', 'counts', {}],
    queryFn: () => provider.submissionCounts({}),
  });
  const { total: eligible } = useGetList('eligible', { pagination: { page: 1, perPage: 1 } });
  if (data === undefined || eligible === undefined) return null;
  const { approved = 0, submitted = 0, in_review: inReview = 0 } = data.counts;
  const taken = Math.max(0, approved - eligible);
  const open = submitted + inReview;
  return (
    <section className={styles.why} aria-labelledby="why-not-here">
      <h2 id="why-not-here">{text('ena.create.why')}</h2>
      <ul>
        {taken > 0 && (
          <li>
            {text('ena.create.whyTaken', { count: taken })}{' '}
            <Link to="/batches">{text('ena.create.toBatches')}</Link>
          </li>
        )}
        {open > 0 && (
          <li>
            {text('ena.create.whyReview', { count: open })}{' '}
            <Link to="/queue">{text('ena.create.toQueue')}</Link>
          </li>
        )}
        <li>{text('ena.create.whyRefused')}</li>
      </ul>
    </section>
  );
};
